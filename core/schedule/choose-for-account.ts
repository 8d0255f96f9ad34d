import type { AccountChoices } from './account-choices.ts';
import { costOptions } from './option-costs.ts';
import type { Cheapest, Prices } from './oracle.ts';
import { pinnedCost } from './pinned-touches.ts';
import { NONE } from './places.ts';
import type { Problem } from './problem.ts';

/** Room for the oracle of one account at a time. */
export class ChoiceScratch {
  readonly cost: Float64Array;
  readonly place: Int32Array;
  /** Chosen option of each member, NONE: not at all. */
  readonly best: Int32Array;
  readonly current: Int32Array;
  bestValue = 0;
  /** Where the table has the choice of nothing, and what that costs the account in hand. */
  nothing = 0;
  owed = 0;

  constructor(choices: AccountChoices) {
    this.cost = new Float64Array(choices.optionTouch.length);
    this.place = new Int32Array(choices.optionTouch.length);
    this.best = new Int32Array(choices.member.length);
    this.current = new Int32Array(choices.member.length);
  }
}

/**
 * A_a of the bound at given prices, and the places it takes: `chosen` gets the class of each member. `owed`: what it costs an
 * account to have no meeting; at Infinity the answer is that of the best choice of at least one, −Infinity where there is none.
 * Exact accounts: O(combinations); others: O(options).
 */
export function chooseForAccount(
  problem: Problem,
  choices: AccountChoices,
  table: Cheapest,
  prices: Prices,
  scale: number,
  m: number,
  scratch: ChoiceScratch,
  chosen: Int32Array,
  owed: Float64Array,
): number {
  const a = choices.accounts[m]!;
  const first = choices.memberStart[m]!;
  const end = choices.memberStart[m + 1]!;
  for (let i = first; i < end; i++) costOptions(problem, choices, table, scale, i, scratch);
  const fixed = pinnedCost(problem, table, prices, scale, a);
  let value: number;
  if (choices.exact[m] === 1) {
    scratch.bestValue = Number.NEGATIVE_INFINITY;
    scratch.nothing = choices.tableStart[m]!;
    scratch.owed = scale * owed[a]!;
    searchTable(choices, scale, first, end, problem.most[a]!, choices.tableStart[m]!, 0, scratch, first);
    value = scratch.bestValue - fixed;
  } else {
    value =
      scale * choices.pinnedEstimate[m]! -
      fixed +
      chooseByEstimate(
        choices,
        scale,
        first,
        end,
        problem.most[a]!,
        scale * choices.freeBonus[m]!,
        scale * owed[a]!,
        scratch,
      );
  }
  for (let i = first; i < end; i++) {
    chosen[choices.member[i]!] = scratch.best[i] === NONE ? NONE : scratch.place[scratch.best[i]!]!;
  }
  return value;
}

function searchTable(
  choices: AccountChoices,
  scale: number,
  i: number,
  end: number,
  left: number,
  index: number,
  cost: number,
  scratch: ChoiceScratch,
  first: number,
): void {
  if (i === end) {
    const value = scale * choices.table[index]! - cost - (index === scratch.nothing ? scratch.owed : 0);
    if (value <= scratch.bestValue) return;
    scratch.bestValue = value;
    for (let j = first; j < end; j++) scratch.best[j] = scratch.current[j]!;
    return;
  }
  scratch.current[i] = NONE;
  searchTable(choices, scale, i + 1, end, left, index, cost, scratch, first);
  if (left === 0) return;
  const start = choices.optionStart[i]!;
  const stop = choices.optionStart[i + 1]!;
  for (let o = start; o < stop; o++) {
    scratch.current[i] = o;
    searchTable(
      choices,
      scale,
      i + 1,
      end,
      left - 1,
      index + (o - start + 1) * choices.stride[i]!,
      cost + scratch.cost[o]!,
      scratch,
      first,
    );
  }
}

/**
 * The `most` largest positive surpluses, one option per member, and the bonus once; where none is positive, the one that
 * loses least if the bonus, or what having none costs, makes up for it.
 */
function chooseByEstimate(
  choices: AccountChoices,
  scale: number,
  first: number,
  end: number,
  most: number,
  bonus: number,
  owed: number,
  scratch: ChoiceScratch,
): number {
  const bests: { i: number; value: number }[] = [];
  for (let i = first; i < end; i++) {
    let best = Number.NEGATIVE_INFINITY;
    scratch.best[i] = NONE;
    for (let o = choices.optionStart[i]!; o < choices.optionStart[i + 1]!; o++) {
      const value = scale * choices.estimate[o]! - scratch.cost[o]!;
      if (value > best) {
        best = value;
        scratch.best[i] = o;
      }
    }
    if (scratch.best[i] !== NONE) bests.push({ i, value: best });
  }
  bests.sort((x, y) => y.value - x.value || x.i - y.i);
  let taken = 0;
  let total = bonus;
  while (taken < Math.min(most, bests.length) && (taken === 0 || bests[taken]!.value > 0))
    total += bests[taken++]!.value;
  if (taken === 0 || total <= -owed) {
    taken = 0;
    total = -owed;
  }
  for (const { i } of bests.slice(taken)) scratch.best[i] = NONE;
  return total;
}
