import type { Arrangement } from './arrangement.ts';
import type { OpeningSearch } from './openings.ts';
import { NONE } from './places.ts';
import { Promises } from './promises.ts';
import { Rearrangement } from './rearrangement.ts';
import type { Relaxation } from './relaxation.ts';
import { reseatAccount } from './reseat-account.ts';
import { type Breadth, swapIn } from './swap-in.ts';

/** A quarter of what closing moves try finds the same: only a few look for a place, at prices that know them. */
const BREADTH: Breadth = { places: 12, tries: 1 };
/** Starts and combinations looked at for accounts that would not pay at current prices. */
const WORK = 1_000;

/**
 * From an earlier plan, exchanges of accounts with something left out, those that promise most at current prices first, and
 * what follows from each at once. All that would pay are looked at, and of the others as many as WORK allows: prices are near,
 * so what is far below its price is far from a gain too, and the work goes with the change and not with the plan.
 */
export function welcomeNewcomers(arrangement: Arrangement, relaxed: Relaxation): void {
  const { problem, timetable } = arrangement;
  const promises = new Promises(relaxed);
  const move = new Rearrangement(arrangement, (e, d) => promises.elsewhere(e, d));
  const search: OpeningSearch = { arrangement, held: move.held, work: 0 };
  let spent = 0;
  const promiseOf = (a: number): number => {
    let most = Number.NEGATIVE_INFINITY;
    for (let e = problem.accountStart[a]!; e < problem.accountStart[a + 1]!; e++) {
      if (timetable.day[e] !== NONE || problem.pinned[e] !== NONE) continue;
      most = problem.urgency[e] !== 0 ? Number.POSITIVE_INFINITY : Math.max(most, promises.best(e));
    }
    return most;
  };
  const newcomers: { readonly a: number; readonly promise: number }[] = [];
  for (let a = 0; a < problem.accounts.length; a++) {
    const promise = promiseOf(a);
    if (promise > Number.NEGATIVE_INFINITY) newcomers.push({ a, promise });
  }
  newcomers.sort((x, y) => (x.promise > y.promise ? -1 : x.promise < y.promise ? 1 : x.a - y.a));
  for (const { a, promise } of newcomers) {
    if (promise <= 0 && spent >= WORK) return;
    const before = search.work;
    const waiting = new Set([a]);
    // A set hands out its members in the order they came, also those that come while it does.
    for (const next of waiting) {
      waiting.delete(next);
      if (!welcome(move, search, next)) continue;
      for (const touched of move.touched) if (promiseOf(touched) > Number.NEGATIVE_INFINITY) waiting.add(touched);
    }
    if (promise <= 0) spent += search.work - before;
  }
}

/** Who has several engagements is placed anew with all of them; then each that is still left out by itself. True if that gained. */
function welcome(move: Rearrangement, search: OpeningSearch, a: number): boolean {
  const { accountStart } = move.arrangement.problem;
  const { timetable } = move.arrangement;
  let changed = accountStart[a + 1]! - accountStart[a]! > 1 && reseatAccount(move, search, a);
  for (let e = accountStart[a]!; e < accountStart[a + 1]!; e++) {
    if (timetable.day[e] === NONE && swapIn(move, search, e, BREADTH)) changed = true;
  }
  return changed;
}
