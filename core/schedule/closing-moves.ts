import { accountRegret } from './account-regret.ts';
import { TouchList } from './account-values.ts';
import type { Arrangement } from './arrangement.ts';
import type { OpeningSearch } from './openings.ts';
import type { Prices } from './oracle.ts';
import { NONE } from './places.ts';
import type { Pools } from './pools.ts';
import { Rearrangement } from './rearrangement.ts';
import type { Relaxation } from './relaxation.ts';
import { reseatAccount } from './reseat-account.ts';
import { type Breadth, swapIn } from './swap-in.ts';

const BREADTH: Breadth = { places: 24, tries: 4 };
/** Starts and combinations looked at, per engagement of the block; a small block gets as many as it may need. */
const WORK = 200;
const SMALL_BLOCK = 100_000;

/**
 * The last gains, by moves that a rep-day solved by itself cannot make: all engagements of an account placed anew at once, and
 * a newcomer in place of what is worth less, each with the chain of moves that follows. Each is weighed exactly. Accounts are
 * looked at that have `least` less than prices promise them, those that miss most first, then all newcomers and whoever was
 * moved, until nothing gains.
 */
export function closingMoves(
  arrangement: Arrangement,
  relaxed: Relaxation,
  prices: Prices,
  { best, bestDay, second }: Pools,
  least: number,
): void {
  const { problem } = arrangement;
  const move = new Rearrangement(arrangement, (e, d) => (bestDay[e] === d ? second[e]! : best[e]!));
  const search: OpeningSearch = { arrangement, held: move.held, work: 0 };
  const most = Math.max(SMALL_BLOCK, WORK * problem.engagements.length);
  let waiting = new Set([...accountsByRegret(relaxed, prices, arrangement, least), ...newcomersOf(arrangement)]);
  for (let changed = true; changed; waiting = new Set(newcomersOf(arrangement))) {
    changed = false;
    // A set hands out its members in the order they came, also those that come while it does.
    for (const a of waiting) {
      if (search.work >= most) return;
      waiting.delete(a);
      if (!improveAccount(move, search, a)) continue;
      changed = true;
      for (const touched of move.touched) if (couldGain(arrangement, touched)) waiting.add(touched);
    }
  }
}

function improveAccount(move: Rearrangement, search: OpeningSearch, a: number): boolean {
  const { problem, timetable } = move.arrangement;
  let changed = reseatAccount(move, search, a);
  for (let e = problem.accountStart[a]!; e < problem.accountStart[a + 1]!; e++) {
    if (timetable.day[e] === NONE && swapIn(move, search, e, BREADTH)) changed = true;
  }
  return changed;
}

function newcomersOf(arrangement: Arrangement): readonly number[] {
  return arrangement.problem.accounts.flatMap((_, a) => (hasNewcomer(arrangement, a) ? [a] : []));
}

/** Moved as part of a chain, a meeting that is its account's only one is where it promised most. */
function couldGain(arrangement: Arrangement, a: number): boolean {
  const { accountStart } = arrangement.problem;
  return accountStart[a + 1]! - accountStart[a]! > 1 || hasNewcomer(arrangement, a);
}

function hasNewcomer({ problem: { accountStart, pinned }, timetable }: Arrangement, a: number): boolean {
  for (let e = accountStart[a]!; e < accountStart[a + 1]!; e++) {
    if (timetable.day[e] === NONE && pinned[e] === NONE) return true;
  }
  return false;
}

function accountsByRegret(
  relaxed: Relaxation,
  prices: Prices,
  { problem, timetable }: Arrangement,
  clear: number,
): readonly number[] {
  const touches = new TouchList();
  const { accounts } = relaxed.choices;
  const found: { readonly a: number; readonly regret: number }[] = [];
  let m = 0;
  for (let a = 0; a < problem.accounts.length; a++) {
    const several = accounts[m] === a;
    if (several || problem.accountStart[a + 1]! > problem.accountStart[a]!) {
      const regret = accountRegret(relaxed, prices, timetable, a, several ? m : NONE, touches);
      if (regret > clear) found.push({ a, regret });
    }
    if (several) m++;
  }
  return found.sort((x, y) => y.regret - x.regret).map(({ a }) => a);
}
