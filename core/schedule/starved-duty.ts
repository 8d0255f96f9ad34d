import type { AccountValues } from './account-values.ts';
import { isCovered } from './block-coverage.ts';
import { chooseForAccount } from './choose-for-account.ts';
import { choosePlace, type Prices } from './oracle.ts';
import { NONE } from './places.ts';
import type { PlannedBlock } from './planned-block.ts';
import type { Problem } from './problem.ts';
import { type Relaxation, relaxedValue } from './relaxation.ts';

/** What a starved account without a meeting costs while prices are sought, in the best meeting of the block. */
const OWED = 2;

/**
 * By account: what leaving it without a meeting costs while prices are sought. Not infinite, since prices would know no end where
 * the starved cannot all be served; nor what the search counts for them (STARVED), at which prices come near less fast.
 */
export function owedToStarved(problem: Problem, values: AccountValues): Float64Array {
  const owed = OWED * values.alone.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  return Float64Array.from(problem.accounts, (_, a) => (problem.starved[a] === 1 && !isPinned(problem, a) ? owed : 0));
}

/** The bound of all plans, and what serving the starved accounts takes off it. */
export interface DutyBound {
  /** `scale` times the bound of plans that owe nobody anything. */
  readonly free: number;
  /**
   * Of each starved account that has a place: how much less it brings at these prices with a meeting than by its best choice,
   * `scale` times, ascending. A plan that serves K of them is at least the K smallest below the free bound.
   */
  readonly needs: readonly number[];
}

/** With integer prices and scale 60 all numbers are exact integers. Leaves `cheapest` at these prices. O(an evaluation). */
export function dutyBound(relaxed: Relaxation, prices: Prices, scale: number): DutyBound {
  const { problem, values, choices, cheapest, scratch, chosen, surplus } = relaxed;
  const nothing = new Float64Array(problem.accounts.length);
  const free = relaxedValue({ ...relaxed, owed: nothing }, prices, scale);
  const everything = new Float64Array(problem.accounts.length).fill(Number.POSITIVE_INFINITY);
  const indexOf = new Map(Array.from(choices.accounts, (a, m) => [a, m]));
  const termOf = (a: number, owed: Float64Array): number => {
    const m = indexOf.get(a);
    if (m !== undefined) return chooseForAccount(problem, choices, cheapest, prices, scale, m, scratch, chosen, owed);
    const e = problem.accountStart[a]!;
    if (e === problem.accountStart[a + 1]) return -owed[a]!;
    choosePlace(problem, cheapest, values.alone, scale, e, -owed[a]!, relaxed);
    return surplus[e]!;
  };
  const needs = problem.accounts.flatMap((_, a) => {
    if (problem.starved[a] === 0) return [];
    if (isPinned(problem, a)) return [0];
    const served = termOf(a, everything);
    return served === Number.NEGATIVE_INFINITY ? [] : [termOf(a, nothing) - served];
  });
  return { free, needs: needs.sort((x, y) => x - y) };
}

/** What serving `served` starved accounts takes off the bound at least: the smallest of the needs of all blocks. */
export function dutyCost(needs: readonly number[], served: number): number {
  return [...needs]
    .sort((x, y) => x - y)
    .slice(0, served)
    .reduce((sum, need) => sum + need, 0);
}

/** Starved accounts with a meeting. */
export function starvedServed({ problem, timetable }: PlannedBlock): number {
  return problem.accounts.filter((_, a) => problem.starved[a] === 1 && isCovered(problem, timetable, a)).length;
}

function isPinned({ accountStart, pinned }: Problem, a: number): boolean {
  for (let e = accountStart[a]!; e < accountStart[a + 1]!; e++) if (pinned[e] !== NONE) return true;
  return false;
}
