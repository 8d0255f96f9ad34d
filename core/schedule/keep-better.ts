import { TouchList } from './account-values.ts';
import { type Arrangement, accountWorth } from './arrangement.ts';
import { NONE } from './places.ts';
import { putAt, takeOut } from './timetable.ts';

/** Runs what may make a plan better or worse, and goes back to what was there where it gains no more than `least`. */
export function keepBetter(arrangement: Arrangement, least: number, change: () => void): void {
  const { timetable } = arrangement;
  const day = timetable.day.slice();
  const slot = timetable.slot.slice();
  const place = timetable.place.slice();
  const kind = timetable.kind.slice();
  const before = worthOfAll(arrangement);
  change();
  if (worthOfAll(arrangement) - before > least) return;
  for (let e = 0; e < day.length; e++) takeOut(timetable, e);
  for (let e = 0; e < day.length; e++) {
    if (day[e] !== NONE) putAt(timetable, e, day[e]!, slot[e]!, place[e]!, kind[e]!);
  }
}

function worthOfAll(arrangement: Arrangement): number {
  const touches = new TouchList();
  let total = 0;
  for (let a = 0; a < arrangement.problem.accounts.length; a++) total += accountWorth(arrangement, a, touches);
  return total;
}
