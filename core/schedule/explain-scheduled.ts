import { instantOf } from '../calendar/minute.ts';
import type { Reason } from '../model/plan.ts';
import { clamped } from './account-values.ts';
import { bestPlace } from './best-place.ts';
import { NONE } from './places.ts';
import { bonusIn, type PlannedBlock, worthIn } from './planned-block.ts';
import { KINDS } from './problem.ts';

/**
 * Why an engagement is where it is. Codes: `protects` (value and what drives it), `runner-up` (the best place on another
 * rep-day and by how much this one is better at current prices) or `only-place`, and `pinned`, `mandatory`, `passed-over`, `coverage` (what
 * covering the account counts for besides, below 0 where its group is covered best) and `kept-place` where they apply.
 */
export function explainScheduled(planned: PlannedBlock, e: number, value: number): Reason[] {
  const { problem, values, timetable } = planned;
  const { days, places, account, pinned } = problem;
  const a = account[e]!;
  const isPinned = pinned[e] !== NONE;
  const t = isPinned ? problem.pinnedTouch[e]! : days.touch[places.classDay[timetable.place[e]!]!]!;
  const affinity = isPinned ? problem.pinnedAffinity[e]! : problem.affinity[a * KINDS + timetable.kind[e]!]!;
  const reasons: Reason[] = [
    {
      code: 'protects',
      numbers: {
        value,
        stake: problem.accounts[a]!.stake,
        probability: values.processes[a]!.probability,
        touchDay: t + days.firstTouch,
        averts: clamped(problem.reach[e]! * affinity),
        affinity,
        contactCost: problem.contactCost[e]!,
      },
      refs: {},
    },
  ];
  if (isPinned) return [...reasons, { code: 'pinned', numbers: {}, refs: {} }];
  reasons.push(runnerUp(planned, e));
  if (problem.mandatory[e] === 1) reasons.push({ code: 'mandatory', numbers: {}, refs: {} });
  const { passedOver } = problem.accounts[a]!;
  if (passedOver > 0) reasons.push({ code: 'passed-over', numbers: { runs: passedOver }, refs: {} });
  const bonus = bonusIn(planned, e);
  if (bonus !== 0) reasons.push({ code: 'coverage', numbers: { bonus }, refs: {} });
  if (timetable.place[e] === problem.keepClass[e]) {
    reasons.push({ code: 'kept-place', numbers: { disruptionCost: problem.policy.value.disruptionCost }, refs: {} });
  }
  return reasons;
}

function runnerUp(planned: PlannedBlock, e: number): Reason {
  const { problem, timetable, cheapest } = planned;
  const { days, places } = problem;
  const next = bestPlace(planned, e, timetable.day[e]!);
  if (next === null) return { code: 'only-place', numbers: {}, refs: {} };
  const { c: at, worth, surplus } = next;
  const here = worthIn(planned, e, timetable.place[e]!, timetable.kind[e]!) - priceNow(planned, e);
  const d = places.classDay[at]!;
  return {
    code: 'runner-up',
    numbers: { by: Math.round(here - surplus), value: worth, price: Math.round(cheapest.cost[at]!) },
    refs: {
      rep: days.reps[days.rep[d]!]!.id,
      start: instantOf((days.base[d]! + cheapest.start[at]!) * problem.slotMinutes),
    },
  };
}

/** Price of the time an engagement takes where it is, minor units. */
function priceNow({ problem, timetable, prices, cheapest }: PlannedBlock, e: number): number {
  const { days, places } = problem;
  const d = timetable.day[e]!;
  const c = timetable.place[e]!;
  const from = days.offset[d]! + timetable.slot[e]!;
  const end = Math.min(from + places.classCover[c]!, days.offset[d + 1]!);
  return cheapest.sums[end]! - cheapest.sums[from]! + prices.minute[d]! * places.classMinutes[c]! + prices.count[d]!;
}
