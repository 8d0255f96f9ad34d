import type { AccountChoices } from './account-choices.ts';
import { NONE } from './places.ts';
import type { Problem } from './problem.ts';

/**
 * False where no starts can make a choice of options feasible: gaps, precedence and caps against standing touches, each judged
 * by the least and greatest start of the options (core/README.md, "Bound"). `chosen` has an option or NONE for each member
 * from `first` on.
 */
export function canBeHeld(
  problem: Problem,
  choices: AccountChoices,
  a: number,
  first: number,
  chosen: Int32Array,
): boolean {
  return (
    keepsGaps(problem, choices, chosen) &&
    keepsOrder(problem, choices, first, chosen) &&
    keepsCaps(problem, choices, a, chosen)
  );
}

function keepsGaps(problem: Problem, { optionFirst, optionLast }: AccountChoices, chosen: Int32Array): boolean {
  const gap = problem.policy.contact.minimumGapHours * 60;
  for (let i = 0; i < chosen.length; i++) {
    const x = chosen[i]!;
    if (x === NONE) continue;
    for (let j = i + 1; j < chosen.length; j++) {
      const y = chosen[j]!;
      if (y === NONE) continue;
      if (Math.max(optionLast[x]! - optionFirst[y]!, optionLast[y]! - optionFirst[x]!) < gap) return false;
    }
  }
  return true;
}

function keepsOrder(problem: Problem, choices: AccountChoices, first: number, chosen: Int32Array): boolean {
  const { before, pinned, minutes } = problem;
  for (let i = 0; i < chosen.length; i++) {
    const x = chosen[i]!;
    if (x === NONE) continue;
    for (const earlier of before[choices.member[first + i]!]!) {
      const ends = pinned[earlier] !== NONE ? pinned[earlier]! : firstStart(choices, first, chosen, earlier);
      if (ends + minutes[earlier]! > choices.optionLast[x]!) return false;
    }
  }
  return true;
}

/** Least start of the option chosen for an engagement; Infinity if none is. */
function firstStart(choices: AccountChoices, first: number, chosen: Int32Array, e: number): number {
  for (let i = 0; i < chosen.length; i++) {
    if (choices.member[first + i] === e && chosen[i] !== NONE) return choices.optionFirst[chosen[i]!]!;
  }
  return Number.POSITIVE_INFINITY;
}

function keepsCaps(
  problem: Problem,
  { optionFirst, optionLast }: AccountChoices,
  a: number,
  chosen: Int32Array,
): boolean {
  const standing = problem.standing[a]!;
  for (const { touches, days } of problem.caps[a]!) {
    const length = days * 1440;
    for (const from of standing) {
      let planned = 0;
      for (const x of chosen) if (x !== NONE && from <= optionFirst[x]! && optionLast[x]! < from + length) planned++;
      if (planned === 0) continue;
      let held = planned;
      for (const touch of standing) if (from <= touch && touch < from + length) held++;
      if (held > touches) return false;
    }
  }
  return true;
}
