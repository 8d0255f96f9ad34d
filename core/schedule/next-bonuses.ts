import type { CoverageBonus } from '../model/plan.ts';
import type { Policy } from '../model/policy.ts';
import { bestCoverage, missing, type ValueCoverage } from './coverage-floor.ts';

/** A bonus within this share of one that was too small is not lowered further. */
const CLOSE = 0.05;
/** Coverage this close above the floor, as a share of the eligible accounts, or closer than one account, is near enough. */
const EXACT = 0.005;
/** A bonus that was too small grows at least by this factor. */
const GROWTH = 1.5;
/** Who comes in makes time dearer: at prices that stand still twice the rise is needed. */
const DEARER = 2;
/** No bonus is larger: sums over all accounts stay exact. */
const LARGEST = 1e9;
/** Taken off the floor where bonuses and charges are balanced, so that rounding never makes the bound too low. */
const SAFETY = 1e-9;

/** A plan of an earlier round: what covering counted for, and what came of it. */
export interface CoverageRound {
  readonly bonuses: readonly CoverageBonus[];
  readonly coverage: readonly ValueCoverage[];
}

/**
 * What covering an account should count for in the next round so that the floor is reached at the least cost; null: nothing
 * better to try. `rounds`: the plan without bonuses, then those with.
 *
 * A value below the floor gets what the accounts it lacks would need at current prices (a Newton step on its response, which
 * the blocks report), or something between what was too little and what was enough. What it gets in all is charged to the
 * accounts of the values at the top, floor times, so that bonuses cancel at the floor: then the bound is a bound of the
 * problem with the floor (core/README.md).
 */
export function nextBonuses(policy: Policy, rounds: readonly CoverageRound[]): readonly CoverageBonus[] | null {
  const { floor } = policy.equity;
  const last = rounds.at(-1);
  if (last === undefined) return null;
  const groups = [...new Set(last.coverage.map(({ group }) => group))];
  const bonuses = groups.flatMap((group) => {
    const raised = last.coverage.flatMap((row) => {
      if (row.group !== group || !row.judged) return [];
      const bonus = raise(row, rounds, floor);
      return bonus > 0 ? [{ group, value: row.value, bonus, eligible: row.eligible }] : [];
    });
    return [...raised.map(({ eligible: _, ...row }) => row), ...charges(group, raised, rounds, floor)];
  });
  const tried = rounds.some((round) => sameBonuses(round.bonuses, bonuses));
  return tried ? null : bonuses;
}

/** Bonus of one value for the next round. */
function raise({ group, value, eligible }: ValueCoverage, rounds: readonly CoverageRound[], floor: number): number {
  let enough = { bonus: Number.POSITIVE_INFINITY, over: 0, harms: false };
  let little = { bonus: -1, over: 0 };
  for (const round of rounds) {
    const row = find(round, group, value);
    if (row === undefined) continue;
    const bonus = Math.max(0, bonusIn(round, group, value));
    const best = bestCoverage(round.coverage, group);
    const over = (row.coverage - floor * best) * eligible;
    const isShort = missing(row, best, floor) > 0;
    if (isShort && bonus > little.bonus) little = { bonus, over };
    const harms = round.coverage.some((other) => other.group === group && missing(other, best, floor) > 0);
    if (!isShort && bonus < enough.bonus) enough = { bonus, over, harms };
  }
  if (little.bonus < 0) return 0;
  if (enough.bonus <= little.bonus) return little.bonus;
  if (enough.bonus < Number.POSITIVE_INFINITY) {
    if (!enough.harms && enough.over < Math.max(1, EXACT * eligible)) return enough.bonus;
    if (enough.bonus - little.bonus <= CLOSE * enough.bonus) return enough.bonus;
    // Where coverage meets the floor on the line between the two, kept away from both; the middle if others were harmed.
    const share = enough.harms ? 0.5 : Math.min(0.9, Math.max(0.1, -little.over / (enough.over - little.over)));
    return Math.ceil(little.bonus + share * (enough.bonus - little.bonus));
  }
  const now = little.bonus;
  return exhausted(group, value, rounds) ? now : Math.min(LARGEST, step(group, value, rounds, floor, now));
}

/** True where two rises brought nobody in: there is no time or no window left for them, whatever they count for. */
function exhausted(group: string, value: string, rounds: readonly CoverageRound[]): boolean {
  const [before, , last] = rounds.slice(-3);
  if (before === undefined || last === undefined) return false;
  const rise = bonusIn(last, group, value) - bonusIn(before, group, value);
  const came = (find(last, group, value)?.covered ?? 0) - (find(before, group, value)?.covered ?? 0);
  return rise > 0 && came <= 0;
}

/** The least rise at which, at the prices of the last round, enough accounts come in and leave at the top. */
function step(group: string, value: string, rounds: readonly CoverageRound[], floor: number, now: number): number {
  const last = rounds.at(-1)!;
  const row = find(last, group, value)!;
  const top = last.coverage.filter((other) => topValues(group, rounds).has(other.value) && other.group === group);
  const share = (floor * row.eligible) / Math.max(1, eligibleOf(top));
  const rises = [...row.enter, ...top.flatMap(({ leave }) => leave.map((charge) => charge / share))].sort(
    (a, b) => a - b,
  );
  const holds = (rise: number): boolean => {
    const best = top.reduce((most, { covered, eligible, leave }) => {
      const stay = covered - leave.filter((charge) => charge <= rise * share).length;
      return Math.max(most, eligible === 0 ? 0 : stay / eligible);
    }, 0);
    return (row.covered + row.enter.filter((need) => need <= rise).length) / row.eligible >= floor * best;
  };
  // Monotone: halving finds the first rise that is enough.
  let low = 0;
  let high = rises.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(rises[middle]!)) high = middle;
    else low = middle + 1;
  }
  // As many as come in have to make room.
  const lacking = Math.ceil(missing(row, bestCoverage(last.coverage, group), floor));
  const leaving = top.flatMap(({ leave }) => leave).sort((a, b) => a - b);
  const room = (leaving[Math.min(lacking, leaving.length) - 1] ?? 0) / (1 + share);
  return Math.ceil(Math.max(now + DEARER * (rises[high] ?? 1), now + room, GROWTH * now, 1));
}

/** What the values at the top are charged: together at most the floor times what the others get, the same for each account. */
function charges(
  group: string,
  raised: readonly { readonly value: string; readonly bonus: number; readonly eligible: number }[],
  rounds: readonly CoverageRound[],
  floor: number,
): readonly CoverageBonus[] {
  const last = rounds.at(-1)!;
  const all = topValues(group, rounds);
  const top = last.coverage.filter(
    (row) =>
      row.group === group && row.judged && all.has(row.value) && !raised.some(({ value }) => value === row.value),
  );
  const charge = balancedCharge(raised, top, floor);
  return charge > 0 ? top.map(({ value }) => ({ group, value, bonus: -charge })) : [];
}

/** What each account of the values charged pays so that all together pay at most the floor times what is given. */
export function balancedCharge(
  given: readonly { readonly bonus: number; readonly eligible: number }[],
  charged: readonly { readonly eligible: number }[],
  floor: number,
): number {
  const total = given.reduce((sum, { bonus, eligible }) => sum + bonus * eligible, 0);
  return Math.floor((Math.max(0, floor - SAFETY) * total) / Math.max(1, eligibleOf(charged)));
}

/** Values of a group that were covered best in some round. */
function topValues(group: string, rounds: readonly CoverageRound[]): ReadonlySet<string> {
  return new Set(
    rounds.flatMap(({ coverage }) => {
      const best = bestCoverage(coverage, group);
      return coverage
        .filter((row) => row.group === group && row.judged && row.coverage === best)
        .map((row) => row.value);
    }),
  );
}

function find({ coverage }: CoverageRound, group: string, value: string): ValueCoverage | undefined {
  return coverage.find((row) => row.group === group && row.value === value);
}

function bonusIn({ bonuses }: CoverageRound, group: string, value: string): number {
  return bonuses.find((row) => row.group === group && row.value === value)?.bonus ?? 0;
}

function eligibleOf(rows: readonly { readonly eligible: number }[]): number {
  return rows.reduce((sum, { eligible }) => sum + eligible, 0);
}

function sameBonuses(a: readonly CoverageBonus[], b: readonly CoverageBonus[]): boolean {
  return (
    a.length === b.length &&
    a.every((row) =>
      b.some(({ group, value, bonus }) => group === row.group && value === row.value && bonus === row.bonus),
    )
  );
}
