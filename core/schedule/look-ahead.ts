import type { AccountChoices } from './account-choices.ts';
import { ChoiceScratch } from './choose-for-account.ts';
import { costOptions } from './option-costs.ts';
import { NONE } from './places.ts';
import { KINDS, type Problem } from './problem.ts';
import type { Relaxation } from './relaxation.ts';

/**
 * What an engagement at a touch day with a kind of rep is worth when the others of its account then do their best at current
 * prices, less what they could do without it: A_a(with it there) + its price − A_a(without it). Laid out as `alone`, and equal
 * to it for accounts with one engagement. It is what keeps a first meeting from taking the only day a second one has.
 */
export function lookAhead({ problem, values, choices, cheapest }: Relaxation): Float64Array {
  const ahead = values.alone.slice();
  const scratch = new ChoiceScratch(choices);
  const withOption = new Float64Array(choices.optionTouch.length).fill(Number.NEGATIVE_INFINITY);
  const without = new Float64Array(choices.member.length).fill(Number.NEGATIVE_INFINITY);
  for (let m = 0; m < choices.accounts.length; m++) {
    if (choices.exact[m] === 0) continue;
    const first = choices.memberStart[m]!;
    const end = choices.memberStart[m + 1]!;
    if (end - first < 2) continue;
    for (let i = first; i < end; i++) costOptions(problem, choices, cheapest, 1, i, scratch);
    visitAll(
      { choices, scratch, withOption, without, first, end },
      first,
      choices.tableStart[m]!,
      0,
      problem.most[choices.accounts[m]!]!,
    );
    for (let i = first; i < end; i++) writeAhead(problem, choices, scratch, withOption, without, i, ahead);
  }
  return ahead;
}

interface Visit {
  readonly choices: AccountChoices;
  readonly scratch: ChoiceScratch;
  readonly withOption: Float64Array;
  readonly without: Float64Array;
  readonly first: number;
  readonly end: number;
}

function visitAll(visit: Visit, i: number, index: number, cost: number, left: number): void {
  const { choices, scratch, withOption, without, first, end } = visit;
  if (i === end) {
    const value = choices.table[index]! - cost;
    for (let j = first; j < end; j++) {
      const o = scratch.current[j]!;
      if (o === NONE) without[j] = Math.max(without[j]!, value);
      else withOption[o] = Math.max(withOption[o]!, value);
    }
    return;
  }
  scratch.current[i] = NONE;
  visitAll(visit, i + 1, index, cost, left);
  if (left === 0) return;
  const start = choices.optionStart[i]!;
  for (let o = start; o < choices.optionStart[i + 1]!; o++) {
    scratch.current[i] = o;
    visitAll(visit, i + 1, index + (o - start + 1) * choices.stride[i]!, cost + scratch.cost[o]!, left - 1);
  }
}

function writeAhead(
  problem: Problem,
  choices: AccountChoices,
  scratch: ChoiceScratch,
  withOption: Float64Array,
  without: Float64Array,
  i: number,
  ahead: Float64Array,
): void {
  const e = choices.member[i]!;
  for (let o = choices.optionStart[i]!; o < choices.optionStart[i + 1]!; o++) {
    const gross = withOption[o]! + scratch.cost[o]! - problem.contactCost[e]! - without[i]!;
    const value = Number.isFinite(gross) ? gross : -1e15;
    for (let k = 0; k < KINDS; k++) {
      if ((choices.optionKinds[o]! & (1 << k)) === 0) continue;
      ahead[(e * KINDS + k) * problem.days.touchCount + choices.optionTouch[o]!] = value;
    }
  }
}
