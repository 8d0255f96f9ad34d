import { type AccountValues, plainValues } from './account-values.ts';
import { addBonus, estimateOptions, tabulate } from './choice-values.ts';
import { NONE } from './places.ts';
import { KINDS, OTHER, OWNER, type Problem, TEAM } from './problem.ts';

/** Accounts with more combinations than this get the simple over-estimate; see core/README.md, "Bound". */
const MOST_COMBINATIONS = 32_768;

/**
 * Accounts with several engagements, or with a pinned one: the options of each member, and what every combination of
 * options is worth. An option is a touch day and an affinity; `kinds` are the kinds of rep that have it.
 */
export interface AccountChoices {
  readonly accounts: Int32Array;
  /** Unpinned members with places, of choice account m: `memberStart[m] … memberStart[m + 1] − 1`. */
  readonly memberStart: Int32Array;
  readonly member: Int32Array;
  readonly optionStart: Int32Array;
  readonly optionTouch: Int32Array;
  readonly optionKinds: Uint8Array;
  /** Least and greatest feasible start of each option, epoch minutes. */
  readonly optionFirst: Int32Array;
  readonly optionLast: Int32Array;
  readonly exact: Uint8Array;
  /** Exact: where the account's table starts, and the step of each member in it. Option 0 is "not at all". */
  readonly tableStart: Int32Array;
  readonly stride: Int32Array;
  readonly table: Float64Array;
  /** Not exact: over-estimate of each option, and of the pinned ones together. */
  readonly estimate: Float64Array;
  readonly pinnedEstimate: Float64Array;
  /** Not exact: the account's bonus for being covered, where a choice decides on it. */
  readonly freeBonus: Float64Array;
  /** 1 for engagements that the oracle of single places must skip. */
  readonly covered: Uint8Array;
}

export function accountChoices(problem: Problem, values: AccountValues): AccountChoices {
  const plain = plainChoices(problem, plainValues(problem, values.theta));
  const accounts = plain.accounts.length;
  const choices = {
    ...plain,
    table: plain.table.slice(),
    estimate: new Float64Array(plain.estimate.length),
    pinnedEstimate: new Float64Array(accounts),
    freeBonus: new Float64Array(accounts),
  };
  for (let m = 0; m < accounts; m++) {
    if (choices.exact[m] === 1) addBonus(problem, values, choices, m);
    else estimateOptions(problem, values, choices, m);
  }
  return choices;
}

interface Known {
  readonly theta: number;
  readonly choices: AccountChoices;
}

/** Weak: nothing of a problem is kept once it is let go. */
const known = new WeakMap<Problem, Known>();

/** Options and tables at θ without bonuses; estimates are left open. The options are the same for every θ. */
function plainChoices(problem: Problem, values: AccountValues): AccountChoices {
  const last = known.get(problem);
  if (last?.theta === values.theta) return last.choices;
  const options = last?.choices ?? optionsOfAccounts(problem);
  const choices = { ...options, table: new Float64Array(options.table.length) };
  for (let m = 0; m < choices.accounts.length; m++) if (choices.exact[m] === 1) tabulate(problem, values, choices, m);
  known.set(problem, { theta: values.theta, choices });
  return choices;
}

function optionsOfAccounts(problem: Problem): AccountChoices {
  const { accounts, accountStart, pinned } = problem;
  const chosen: number[] = [];
  const memberStart = [0];
  const member: number[] = [];
  const optionStart = [0];
  const optionTouch: number[] = [];
  const optionKinds: number[] = [];
  const optionFirst: number[] = [];
  const optionLast: number[] = [];
  const exact: number[] = [];
  const tableStart: number[] = [];
  const stride: number[] = [];
  let size = 0;
  for (let a = 0; a < accounts.length; a++) {
    const first = accountStart[a]!;
    const end = accountStart[a + 1]!;
    if (end - first === 1 && pinned[first] === NONE) continue;
    chosen.push(a);
    let combinations = 1;
    for (let e = first; e < end; e++) {
      if (pinned[e] !== NONE) continue;
      const options = optionsOf(problem, e);
      if (options.length === 0) continue;
      member.push(e);
      stride.push(combinations);
      for (const { touch, kinds, first: opens, last: closes } of options) {
        optionTouch.push(touch);
        optionKinds.push(kinds);
        optionFirst.push(opens * problem.slotMinutes);
        optionLast.push(closes * problem.slotMinutes);
      }
      optionStart.push(optionTouch.length);
      combinations *= options.length + 1;
    }
    memberStart.push(member.length);
    exact.push(combinations <= MOST_COMBINATIONS ? 1 : 0);
    tableStart.push(size);
    if (combinations <= MOST_COMBINATIONS) size += combinations;
  }
  return {
    accounts: Int32Array.from(chosen),
    memberStart: Int32Array.from(memberStart),
    member: Int32Array.from(member),
    optionStart: Int32Array.from(optionStart),
    optionTouch: Int32Array.from(optionTouch),
    optionKinds: Uint8Array.from(optionKinds),
    optionFirst: Int32Array.from(optionFirst),
    optionLast: Int32Array.from(optionLast),
    exact: Uint8Array.from(exact),
    tableStart: Int32Array.from(tableStart),
    stride: Int32Array.from(stride),
    table: new Float64Array(size),
    estimate: new Float64Array(optionTouch.length),
    pinnedEstimate: new Float64Array(chosen.length),
    freeBonus: new Float64Array(chosen.length),
    covered: sharedEngagements(problem),
  };
}

/** 1 for engagements of accounts with several, or with a pinned one. */
export function sharedEngagements({ accounts, accountStart, pinned, engagements }: Problem): Uint8Array {
  const shared = new Uint8Array(engagements.length);
  for (let a = 0; a < accounts.length; a++) {
    const first = accountStart[a]!;
    const end = accountStart[a + 1]!;
    if (end - first > 1 || (end > first && pinned[first] !== NONE)) shared.fill(1, first, end);
  }
  return shared;
}

interface Option {
  readonly touch: number;
  readonly affinity: number;
  kinds: number;
  /** Slots since the epoch. */
  first: number;
  last: number;
}

/** Options by touch day; kinds of equal affinity are one option. */
function optionsOf(problem: Problem, e: number): readonly Option[] {
  const { days, places, lists, teamSub, ownClass, affinity, account } = problem;
  const options: Option[] = [];
  for (let t = 0; t < days.touchCount; t++) {
    const at = e * days.touchCount + t;
    const list = lists[at]!;
    if (list === NONE) continue;
    const ofDay = options.length;
    for (let sub = places.listSub[list]!; sub < places.listSub[list + 1]!; sub++) {
      for (let i = places.subEntry[sub]!; i < places.subEntry[sub + 1]!; i++) {
        const c = places.entryClass[i]!;
        const kind = c === ownClass[at] ? OWNER : sub === teamSub[at] ? TEAM : OTHER;
        const option = optionWith(options, ofDay, t, affinity[account[e]! * KINDS + kind]!);
        const base = days.base[places.classDay[c]!]!;
        option.kinds |= 1 << kind;
        option.first = Math.min(option.first, base + places.rangeFirst[places.classRange[c]!]!);
        option.last = Math.max(option.last, base + places.rangeLast[places.classRange[c + 1]! - 1]!);
      }
    }
  }
  return options;
}

/** The option of an affinity among those of a touch day, which begin at `ofDay` and are three at most; a new one if need be. */
function optionWith(options: Option[], ofDay: number, touch: number, affinity: number): Option {
  for (let o = ofDay; o < options.length; o++) if (options[o]!.affinity === affinity) return options[o]!;
  const option = { touch, affinity, kinds: 0, first: Number.MAX_SAFE_INTEGER, last: 0 };
  options.push(option);
  return option;
}
