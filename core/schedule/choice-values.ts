import { certaintyEquivalent } from '../risk/certainty-equivalent.ts';
import type { AccountChoices } from './account-choices.ts';
import { type AccountValues, addTouch, TouchList, valueOfTouches } from './account-values.ts';
import { addPinned } from './pinned-touches.ts';
import { NONE } from './places.ts';
import { canBeHeld } from './possible-choice.ts';
import { KINDS, type Problem } from './problem.ts';

/** Exact accounts: what every combination of options is worth, bonuses left out; −Infinity for those that cannot be held. */
export function tabulate(problem: Problem, values: AccountValues, choices: AccountChoices, m: number): void {
  const a = choices.accounts[m]!;
  const first = choices.memberStart[m]!;
  const end = choices.memberStart[m + 1]!;
  const touches = new TouchList();
  const chosen = new Int32Array(end - first);
  let combinations = 1;
  for (let i = first; i < end; i++) combinations *= choices.optionStart[i + 1]! - choices.optionStart[i]! + 1;
  for (let index = 0; index < combinations; index++) {
    touches.size = 0;
    addPinned(problem, values, a, touches);
    for (let i = first; i < end; i++) {
      const width = choices.optionStart[i + 1]! - choices.optionStart[i]! + 1;
      const option = Math.floor(index / choices.stride[i]!) % width;
      chosen[i - first] = option === 0 ? NONE : choices.optionStart[i]! + option - 1;
      if (option === 0) continue;
      const o = choices.optionStart[i]! + option - 1;
      const affinity = problem.affinity[a * KINDS + kindOfBits(choices.optionKinds[o]!)]!;
      addTouch(problem, values, touches, choices.member[i]!, choices.optionTouch[o]!, affinity);
    }
    const possible = canBeHeld(problem, choices, a, first, chosen);
    choices.table[choices.tableStart[m]! + index] = possible
      ? valueOfTouches(problem, values, a, touches)
      : Number.NEGATIVE_INFINITY;
  }
}

/** Adds the bonus of an exact account to every combination that covers it. */
export function addBonus(problem: Problem, values: AccountValues, choices: AccountChoices, m: number): void {
  const a = choices.accounts[m]!;
  const bonus = values.bonus[a]!;
  if (bonus === 0) return;
  let covered = false;
  for (let e = problem.accountStart[a]!; e < problem.accountStart[a + 1]!; e++) covered ||= problem.pinned[e] !== NONE;
  let combinations = 1;
  for (let i = choices.memberStart[m]!; i < choices.memberStart[m + 1]!; i++)
    combinations *= choices.optionStart[i + 1]! - choices.optionStart[i]! + 1;
  // Index 0 chooses nothing; −Infinity stays what it is.
  for (let index = covered ? 0 : 1; index < combinations; index++) {
    const at = choices.tableStart[m]! + index;
    choices.table[at] = choices.table[at]! + bonus;
  }
}

/** ⌈ce(p_low + Δ) − ce(p_low)⌉ of every option: valid whatever else the account gets, since ce is concave. */
export function estimateOptions(problem: Problem, values: AccountValues, choices: AccountChoices, m: number): void {
  const a = choices.accounts[m]!;
  const process = values.processes[a]!;
  const stake = problem.accounts[a]!.stake;
  const touches = new TouchList();
  addPinned(problem, values, a, touches);
  for (let i = choices.memberStart[m]!; i < choices.memberStart[m + 1]!; i++) {
    let highest = 0;
    for (let o = choices.optionStart[i]!; o < choices.optionStart[i + 1]!; o++) {
      highest = Math.max(highest, problem.affinity[a * KINDS + kindOfBits(choices.optionKinds[o]!)]!);
    }
    addTouch(problem, values, touches, choices.member[i]!, choices.optionTouch[choices.optionStart[i]!]!, highest);
  }
  const lowest = touches.loss(process);
  const low = certaintyEquivalent(values.theta, lowest, stake);
  const overEstimate = (e: number, t: number, affinity: number): number => {
    touches.size = 0;
    addTouch(problem, values, touches, e, t, affinity);
    const drop = process.probability - touches.loss(process);
    if (drop <= 0) return 0;
    return Math.ceil(Math.max(0, certaintyEquivalent(values.theta, Math.min(1, lowest + drop), stake) - low));
  };
  for (let i = choices.memberStart[m]!; i < choices.memberStart[m + 1]!; i++) {
    for (let o = choices.optionStart[i]!; o < choices.optionStart[i + 1]!; o++) {
      const affinity = problem.affinity[a * KINDS + kindOfBits(choices.optionKinds[o]!)]!;
      choices.estimate[o] = overEstimate(choices.member[i]!, choices.optionTouch[o]!, affinity);
    }
  }
  choices.freeBonus[m] = values.bonus[a]!;
  for (let e = problem.accountStart[a]!; e < problem.accountStart[a + 1]!; e++) {
    if (problem.pinned[e] === NONE) continue;
    // Covered whatever is chosen.
    choices.pinnedEstimate[m] = choices.pinnedEstimate[m]! + choices.freeBonus[m]!;
    choices.freeBonus[m] = 0;
    const pinnedValue = overEstimate(e, problem.pinnedTouch[e]!, problem.pinnedAffinity[e]!);
    choices.pinnedEstimate[m] = choices.pinnedEstimate[m]! + pinnedValue;
  }
}

function kindOfBits(kinds: number): number {
  return (kinds & 1) !== 0 ? 0 : (kinds & 2) !== 0 ? 1 : 2;
}
