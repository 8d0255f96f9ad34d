import { FAMILIES } from '../../core/simulate/families/families.ts';
import type { Family } from '../../core/simulate/families/family.ts';

export function familyNamed(name: string): Family {
  const family = FAMILIES.find((each) => each.name === name);
  if (family === undefined) throw new Error(`no family ${name}`);
  return family;
}
