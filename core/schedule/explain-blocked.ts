import { type Explanation, refusedBy } from './explanation.ts';
import { NONE } from './places.ts';
import { eachPlace, type PlannedBlock } from './planned-block.ts';
import { startMinute } from './timetable.ts';

/** Precedence, or what else is planned with the account, leaves no start. */
export function explainBlocked({ problem, rules, timetable }: PlannedBlock, e: number): Explanation | null {
  const missing = problem.before[e]!.find((before) => startMinute(problem, timetable, before) === NONE);
  if (missing !== undefined) {
    const refs = { waitsFor: problem.engagements[missing]!.id };
    return {
      cause: 'precedence',
      reasons: [{ code: 'precedence', numbers: {}, refs }],
      cheapestChange: { kind: 'rule', rule: 'precedence' },
    };
  }
  if (rules.several[e] === 0) return null;
  rules.readOthers(e);
  const starts: number[] = [];
  eachPlace(problem, e, (c) => {
    const { classDay, classRange, rangeFirst, rangeLast } = problem.places;
    const base = problem.days.base[classDay[c]!]!;
    for (let i = classRange[c]!; i < classRange[c + 1]!; i++) {
      for (let s = rangeFirst[i]!; s <= rangeLast[i]!; s++) starts.push((base + s) * problem.slotMinutes);
    }
  });
  if (starts.some((start) => rules.allows(e, start))) return null;
  const blockedBy = {
    'contact-cap': starts.filter((start) => rules.breaksCap(e, start)).length,
    'minimum-gap': starts.filter((start) => rules.breaksGap(start)).length,
    precedence: starts.filter((start) => rules.breaksOrder(start)).length,
  };
  const order = ['contact-cap', 'minimum-gap', 'precedence'] as const;
  // One rule alone that leaves no start; else the one that blocks most.
  const alone = order.find((rule) => blockedBy[rule] === starts.length);
  const most = [...order].sort((x, y) => blockedBy[y] - blockedBy[x])[0] ?? 'precedence';
  return refusedBy(alone ?? most, {
    starts: starts.length,
    blockedByCap: blockedBy['contact-cap'],
    blockedByGap: blockedBy['minimum-gap'],
    blockedByOrder: blockedBy.precedence,
  });
}
