import { sharedEngagements } from './account-choices.ts';
import { AccountRules } from './account-rules.ts';
import { type AccountValues, accountValues } from './account-values.ts';
import type { BlockPlan } from './block-plan.ts';
import { pricesFrom } from './certificate.ts';
import { type Cheapest, cheapestTable, findCheapest, type Prices } from './oracle.ts';
import { NONE } from './places.ts';
import { KINDS, OTHER, OWNER, type Problem, TEAM } from './problem.ts';
import { emptyTimetable, putAt, type Timetable } from './timetable.ts';

/** A block with its plan back in flat form, to be valued and explained. */
export interface PlannedBlock {
  readonly problem: Problem;
  readonly values: AccountValues;
  readonly timetable: Timetable;
  readonly rules: AccountRules;
  /** Prices per slot, minute and engagement, minor units. */
  readonly prices: Prices;
  readonly cheapest: Cheapest;
}

export function plannedBlock(problem: Problem, plan: BlockPlan): PlannedBlock {
  const values = accountValues(problem, plan.theta, plan.bonuses ?? []);
  const timetable = emptyTimetable(problem);
  const indexOf = new Map(problem.engagements.map(({ id }, e) => [String(id), e]));
  const repIndex = new Map(problem.days.reps.map(({ id }, r) => [String(id), r]));
  for (const { engagement, rep, start } of plan.assignments) {
    const e = indexOf.get(engagement);
    const r = repIndex.get(rep);
    if (e !== undefined && r !== undefined && problem.pinned[e] === NONE) seat(problem, timetable, e, r, start);
  }
  const whole = pricesFrom(problem, plan.multipliers);
  const prices = { slot: whole.slot, minute: whole.minute.map((price) => price / 60), count: whole.count };
  const cheapest = cheapestTable(problem);
  // What places are worth has load surcharges off already.
  findCheapest(problem, prices, cheapest, 0);
  const rules = new AccountRules(problem, values, { covered: sharedEngagements(problem) }, timetable);
  return { problem, values, timetable, rules, prices, cheapest };
}

/** Puts an engagement at a start if it is one of its places; otherwise it stays out. */
export function seat(problem: Problem, timetable: Timetable, e: number, r: number, start: number): void {
  const { days, places, lists, teamSub, ownClass, keepClass, keepKind, slotMinutes } = problem;
  const d = start % slotMinutes === 0 ? dayAt(problem, r, start / slotMinutes) : NONE;
  if (d === NONE) return;
  const slot = start / slotMinutes - days.base[d]!;
  const keep = keepClass[e]!;
  // A kept place goes before the ordinary one of the same start.
  if (keep !== NONE && places.classDay[keep] === d && hasSlot(problem, keep, slot)) {
    putAt(timetable, e, d, slot, keep, keepKind[e]!);
    return;
  }
  const at = e * days.touchCount + days.touch[d]!;
  const list = lists[at]!;
  if (list === NONE) return;
  for (let sub = places.listSub[list]!; sub < places.listSub[list + 1]!; sub++) {
    for (let i = places.subEntry[sub]!; i < places.subEntry[sub + 1]!; i++) {
      const c = places.entryClass[i]!;
      if (places.classDay[c] !== d) continue;
      if (hasSlot(problem, c, slot))
        putAt(timetable, e, d, slot, c, c === ownClass[at] ? OWNER : sub === teamSub[at] ? TEAM : OTHER);
      return;
    }
  }
}

/** The rep-day of a rep whose span has the slot (since the epoch), or NONE. */
function dayAt({ days }: Problem, r: number, slot: number): number {
  const width = days.count / days.reps.length;
  for (let d = r * width; d < (r + 1) * width; d++) {
    if (days.base[d]! <= slot && slot < days.base[d]! + days.slots[d]!) return d;
  }
  return NONE;
}

/** Every class of an engagement with its kind of rep; the kept place last. */
export function eachPlace(problem: Problem, e: number, visit: (c: number, kind: number) => void): void {
  const { days, keepClass, keepKind } = problem;
  for (let t = 0; t < days.touchCount; t++) eachPlaceOn(problem, e, t, visit);
  if (keepClass[e] !== NONE) visit(keepClass[e]!, keepKind[e]!);
}

/** Those of one touch day, without the kept place. */
export function eachPlaceOn(
  { days, places, lists, teamSub, ownClass }: Problem,
  e: number,
  t: number,
  visit: (c: number, kind: number) => void,
): void {
  const at = e * days.touchCount + t;
  const list = lists[at]!;
  if (list === NONE) return;
  for (let sub = places.listSub[list]!; sub < places.listSub[list + 1]!; sub++) {
    const kindOfSub = sub === teamSub[at] ? TEAM : OTHER;
    for (let i = places.subEntry[sub]!; i < places.subEntry[sub + 1]!; i++) {
      const c = places.entryClass[i]!;
      visit(c, c === ownClass[at] ? OWNER : kindOfSub);
    }
  }
}

export function hasSlot({ places }: Problem, c: number, slot: number): boolean {
  for (let i = places.classRange[c]!; i < places.classRange[c + 1]!; i++) {
    if (places.rangeFirst[i]! <= slot && slot <= places.rangeLast[i]!) return true;
  }
  return false;
}

/** What an engagement brings in a class beside the rest of the plan: contact cost, kept place and coverage bonus included. */
export function worthIn(
  { problem, values, rules }: Pick<PlannedBlock, 'problem' | 'values' | 'rules'>,
  e: number,
  c: number,
  kind: number,
): number {
  const { days, places, keepClass, policy, surcharge } = problem;
  const t = days.touch[places.classDay[c]!]!;
  const d = places.classDay[c]!;
  const kept = (c === keepClass[e] ? policy.value.disruptionCost : 0) - surcharge[d]! * places.classMinutes[c]!;
  if (rules.several[e] === 1) return kept + rules.worth(e, t, kind);
  return kept + values.alone[(e * KINDS + kind) * days.touchCount + t]!;
}

/** The part of `worthIn` that is no value but counts because the engagement covers its account. */
export function bonusIn({ problem, values, rules }: PlannedBlock, e: number): number {
  return rules.several[e] === 1 && rules.reachedOtherwise(e) ? 0 : values.bonus[problem.account[e]!]!;
}
