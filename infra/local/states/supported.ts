import { isObject, type Json, list, member, text } from '../json.ts';

/** @throws Error when the machine uses something this interpreter does not know, rather than running it wrongly */
export function checkSupported(machine: Json, name: string): void {
  if (text(machine, 'QueryLanguage') === 'JSONata') throw new Error(`${name}: JSONata is not run here; use JSONPath`);
  const states = member(machine, 'States');
  for (const [id, state] of isObject(states) ? Object.entries(states) : []) {
    for (const field of ['Assign', 'ItemReader', 'ItemBatcher', 'ResultWriter']) {
      if (member(state, field) !== undefined) throw new Error(`${name}/${id}: ${field} is not run here`);
    }
    const inner = [member(state, 'ItemProcessor') ?? member(state, 'Iterator'), ...list(state, 'Branches')];
    for (const part of inner) if (part !== undefined) checkSupported(part, `${name}/${id}`);
  }
}
