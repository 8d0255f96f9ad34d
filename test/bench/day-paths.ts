import type { Problem } from '../../core/schedule/problem.ts';
import type { ZeroOneProgram } from './zero-one-program.ts';

/** How many meetings stand in a row, and for how many minutes nothing has followed them; 0 and 0: a break has passed. */
interface Row {
  readonly count: number;
  readonly idle: number;
}

/**
 * A rep-day as paths from its first slot to its last (arc flow, Valério de Carvalho 1999): an arc per class and start, one
 * per slot of waiting. The nodes of a slot tell rows of meetings apart as far as the rule of breaks needs; where it does not
 * bind, there is one. Caps of the day are rows. `taken` has, by class, the row that says how many of it the day holds.
 */
export function addDayPaths(
  program: ZeroOneProgram,
  problem: Problem,
  d: number,
  taken: ReadonlyMap<number, number>,
): void {
  const { days, places, policy } = problem;
  const slots = days.slots[d]!;
  if (slots === 0) return;
  const { breakAfter, breakMinutes } = policy.rep;
  const minutesRow = program.row(Number.NEGATIVE_INFINITY, days.capMinutes[d]!);
  const countRow = program.row(Number.NEGATIVE_INFINITY, days.capCount[d]!);
  const startsAt = Array.from({ length: slots }, (): number[] => []);
  for (const c of taken.keys()) {
    for (let r = places.classRange[c]!; r < places.classRange[c + 1]!; r++) {
      for (let s = places.rangeFirst[r]!; s <= places.rangeLast[r]!; s++) startsAt[s]?.push(c);
    }
  }
  const nodes = Array.from({ length: slots + 1 }, () => new Map<string, { readonly row: number; readonly at: Row }>());
  // Where a row breaks off or the day ends, all rows are the same.
  const nodeOf = (slot: number, { count, idle }: Row): number => {
    const s = Math.min(slot, slots);
    const at = s === slots || idle >= breakMinutes ? { count: 0, idle: 0 } : { count, idle };
    const key = `${at.count}|${at.idle}`;
    const known = nodes[s]!.get(key);
    if (known !== undefined) return known.row;
    const flow = s === slots ? 1 : 0;
    const row = program.row(flow, flow);
    nodes[s]!.set(key, { row, at });
    return row;
  };
  nodes[0]!.set('0|0', { row: program.row(-1, -1), at: { count: 0, idle: 0 } });
  for (let s = 0; s < slots; s++) {
    for (const { row, at } of [...nodes[s]!.values()]) {
      const waited = at.count === 0 ? at : { count: at.count, idle: at.idle + problem.slotMinutes };
      program.column(0, [
        [row, -1],
        [nodeOf(s + 1, waited), 1],
      ]);
      if (at.count >= breakAfter) continue;
      for (const c of startsAt[s]!) {
        const cover = places.classCover[c]!;
        const minutes = places.classMinutes[c]!;
        const after = { count: at.count + 1, idle: cover * problem.slotMinutes - minutes };
        program.column(0, [
          [taken.get(c)!, -1],
          [row, -1],
          [nodeOf(s + cover, after), 1],
          [minutesRow, minutes],
          [countRow, 1],
        ]);
      }
    }
  }
}
