import { certaintyEquivalent } from '../risk/certainty-equivalent.ts';
import { type AccountValues, addTouch, TouchList, valueOfTouches } from './account-values.ts';
import { type Cheapest, cheapestClass, type Prices } from './oracle.ts';
import { NONE } from './places.ts';
import { canBeHeld } from './possible-choice.ts';
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
  /** 1 for engagements that the oracle of single places must skip. */
  readonly covered: Uint8Array;
}

export function accountChoices(problem: Problem, values: AccountValues): AccountChoices {
  const { accounts, accountStart, pinned } = problem;
  const covered = new Uint8Array(problem.engagements.length);
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
      covered[e] = 1;
      if (pinned[e] !== NONE) continue;
      const options = optionsOf(problem, e);
      if (options.length === 0) continue;
      member.push(e);
      stride.push(combinations);
      for (const { touch, kinds, first: opens, last: closes } of options) {
        optionTouch.push(touch);
        optionKinds.push(kinds);
        optionFirst.push(opens);
        optionLast.push(closes);
      }
      optionStart.push(optionTouch.length);
      combinations *= options.length + 1;
    }
    memberStart.push(member.length);
    exact.push(combinations <= MOST_COMBINATIONS ? 1 : 0);
    tableStart.push(size);
    if (combinations <= MOST_COMBINATIONS) size += combinations;
  }
  const choices = {
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
    covered,
  };
  for (let m = 0; m < chosen.length; m++) {
    if (choices.exact[m] === 1) fillTable(problem, values, choices, m);
    else estimate(problem, values, choices, m);
  }
  return choices;
}

interface Option {
  readonly touch: number;
  kinds: number;
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
    const byAffinity = new Map<number, Option>();
    for (let sub = places.listSub[list]!; sub < places.listSub[list + 1]!; sub++) {
      for (let i = places.subEntry[sub]!; i < places.subEntry[sub + 1]!; i++) {
        const c = places.entryClass[i]!;
        const kind = c === ownClass[at] ? OWNER : sub === teamSub[at] ? TEAM : OTHER;
        const value = affinity[account[e]! * KINDS + kind]!;
        const known = byAffinity.get(value) ?? { touch: t, kinds: 0, first: Number.MAX_SAFE_INTEGER, last: 0 };
        const base = days.base[places.classDay[c]!]!;
        known.kinds |= 1 << kind;
        known.first = Math.min(known.first, (base + places.rangeFirst[places.classRange[c]!]!) * problem.slotMinutes);
        known.last = Math.max(
          known.last,
          (base + places.rangeLast[places.classRange[c + 1]! - 1]!) * problem.slotMinutes,
        );
        byAffinity.set(value, known);
      }
    }
    options.push(...byAffinity.values());
  }
  return options;
}

function kindOfBits(kinds: number): number {
  return (kinds & 1) !== 0 ? 0 : (kinds & 2) !== 0 ? 1 : 2;
}

function fillTable(problem: Problem, values: AccountValues, choices: AccountChoices, m: number): void {
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

export function addPinned(problem: Problem, values: AccountValues, a: number, touches: TouchList, except = NONE): void {
  for (let e = problem.accountStart[a]!; e < problem.accountStart[a + 1]!; e++) {
    if (problem.pinned[e] !== NONE && e !== except)
      addTouch(problem, values, touches, e, problem.pinnedTouch[e]!, problem.pinnedAffinity[e]!);
  }
}

/** ⌈ce(p_low + Δ) − ce(p_low)⌉ of every option: valid whatever else the account gets, since ce is concave. */
function estimate(problem: Problem, values: AccountValues, choices: AccountChoices, m: number): void {
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
  for (let e = problem.accountStart[a]!; e < problem.accountStart[a + 1]!; e++) {
    if (problem.pinned[e] === NONE) continue;
    const pinnedValue = overEstimate(e, problem.pinnedTouch[e]!, problem.pinnedAffinity[e]!);
    choices.pinnedEstimate[m] = choices.pinnedEstimate[m]! + pinnedValue;
  }
}

/** Room for the oracle of one account at a time. */
export class ChoiceScratch {
  readonly cost: Float64Array;
  readonly place: Int32Array;
  /** Chosen option of each member, NONE: not at all. */
  readonly best: Int32Array;
  readonly current: Int32Array;
  bestValue = 0;

  constructor(choices: AccountChoices) {
    this.cost = new Float64Array(choices.optionTouch.length);
    this.place = new Int32Array(choices.optionTouch.length);
    this.best = new Int32Array(choices.member.length);
    this.current = new Int32Array(choices.member.length);
  }
}

/**
 * A_a of the bound at given prices, and the places it takes: `chosen` gets the class of each member. Exact accounts:
 * O(combinations); others: O(options).
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
): number {
  const a = choices.accounts[m]!;
  const first = choices.memberStart[m]!;
  const end = choices.memberStart[m + 1]!;
  for (let i = first; i < end; i++) costOptions(problem, choices, table, scale, i, scratch);
  const fixed = pinnedCost(problem, table, prices, scale, a);
  let value: number;
  if (choices.exact[m] === 1) {
    scratch.bestValue = Number.NEGATIVE_INFINITY;
    searchTable(choices, scale, first, end, problem.most[a]!, choices.tableStart[m]!, 0, scratch, first);
    value = scratch.bestValue - fixed;
  } else {
    value =
      scale * choices.pinnedEstimate[m]! -
      fixed +
      chooseByEstimate(choices, scale, first, end, problem.most[a]!, scratch);
  }
  for (let i = first; i < end; i++) {
    chosen[choices.member[i]!] = scratch.best[i] === NONE ? NONE : scratch.place[scratch.best[i]!]!;
  }
  return value;
}

export function costOptions(
  problem: Problem,
  choices: AccountChoices,
  table: Cheapest,
  scale: number,
  i: number,
  scratch: ChoiceScratch,
): void {
  const e = choices.member[i]!;
  const touches = problem.days.touchCount;
  const keep = problem.keepClass[e]!;
  const keepTouch = keep === NONE ? NONE : problem.days.touch[problem.places.classDay[keep]!]!;
  const base = scale * problem.contactCost[e]!;
  for (let o = choices.optionStart[i]!; o < choices.optionStart[i + 1]!; o++) {
    const kinds = choices.optionKinds[o]!;
    const t = choices.optionTouch[o]!;
    let best = Number.POSITIVE_INFINITY;
    let place = NONE;
    for (let k = 0; k < KINDS; k++) {
      if ((kinds & (1 << k)) === 0) continue;
      const c = cheapestClass(problem, table, e * touches + t, k);
      if (c !== NONE && table.cost[c]! < best) {
        best = table.cost[c]!;
        place = c;
      }
    }
    if (keepTouch === t && (kinds & (1 << problem.keepKind[e]!)) !== 0) {
      const kept = table.cost[keep]! - scale * problem.policy.value.disruptionCost;
      if (kept < best) {
        best = kept;
        place = keep;
      }
    }
    scratch.cost[o] = base + best;
    scratch.place[o] = place;
  }
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
    const value = scale * choices.table[index]! - cost;
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

/** The `most` largest positive surpluses, one option per member. */
function chooseByEstimate(
  choices: AccountChoices,
  scale: number,
  first: number,
  end: number,
  most: number,
  scratch: ChoiceScratch,
): number {
  const surplus: { i: number; value: number }[] = [];
  for (let i = first; i < end; i++) {
    scratch.best[i] = NONE;
    let best = 0;
    for (let o = choices.optionStart[i]!; o < choices.optionStart[i + 1]!; o++) {
      const value = scale * choices.estimate[o]! - scratch.cost[o]!;
      if (value > best) {
        best = value;
        scratch.best[i] = o;
      }
    }
    if (best > 0) surplus.push({ i, value: best });
  }
  surplus.sort((x, y) => y.value - x.value || x.i - y.i);
  let total = 0;
  surplus.forEach(({ i, value }, rank) => {
    if (rank < most) total += value;
    else scratch.best[i] = NONE;
  });
  return total;
}

/** Contact cost, prices and kept places of what is pinned. */
export function pinnedCost(problem: Problem, table: Cheapest, prices: Prices, scale: number, a: number): number {
  const { days, pinned, pinnedDay, minutes, contactCost, slotMinutes } = problem;
  let cost = 0;
  for (let e = problem.accountStart[a]!; e < problem.accountStart[a + 1]!; e++) {
    const from = pinned[e]!;
    if (from === NONE) continue;
    cost += scale * contactCost[e]!;
    if (keepsPinned(problem, e)) cost -= scale * problem.policy.value.disruptionCost;
    const d = pinnedDay[e]!;
    if (d === NONE) continue;
    const low = days.offset[d]!;
    const last = days.offset[d + 1]! - low;
    const s = Math.min(last, Math.max(0, Math.ceil(from / slotMinutes) - days.base[d]!));
    const end = Math.min(last, Math.max(0, Math.ceil((from + minutes[e]!) / slotMinutes) - days.base[d]!));
    cost += table.sums[low + end]! - table.sums[low + s]! + prices.minute[d]! * minutes[e]! + prices.count[d]!;
  }
  return cost;
}

export function keepsPinned(problem: Problem, e: number): boolean {
  const rep = problem.days.reps[problem.keepRep[e]!];
  return (
    rep !== undefined && rep.id === problem.engagements[e]!.pinned?.rep && problem.keepStart[e] === problem.pinned[e]
  );
}
