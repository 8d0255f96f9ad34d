import { touchBlocks } from '../calendar/touch-blocks.ts';
import type { Cause, CheapestChange, Reason } from '../model/plan.ts';
import type { Account, Engagement, Rep } from '../model/portfolio.ts';
import { displacedValue } from './displaced-value.ts';
import { NONE, startRanges } from './places.ts';
import { eachPlace, type PlannedBlock, worthIn } from './planned-block.ts';
import { unmetNeed } from './requirement-groups.ts';
import type { StartWindowSource } from './start-windows.ts';
import { startMinute } from './timetable.ts';

export interface Explanation {
  readonly cause: Cause;
  readonly reasons: Reason[];
  readonly cheapestChange: CheapestChange;
}

const NOTHING: CheapestChange = { kind: 'none' };

/** Why an engagement of an account that objected stays out: absolute, and nothing changes it. */
export const OBJECTED: Explanation = {
  cause: 'objection',
  reasons: [{ code: 'objection', numbers: {}, refs: {} }],
  cheapestChange: NOTHING,
};

/** Why the run's budget of contacts cut an engagement: it brought least of all that were planned. */
export function cutByBudget(value: number, hard: number): Explanation {
  return {
    cause: 'budget',
    reasons: [{ code: 'budget', numbers: { value, contacts: hard }, refs: {} }],
    cheapestChange: { kind: 'rule', rule: 'budget' },
  };
}

/**
 * The binding cause, the first that no choice of rep and time could avoid, in the order of the invariants; then what outbid
 * it. The cheapest change is the least we know to be enough: see displacedValue.
 */
export function explainUnscheduled(planned: PlannedBlock, source: StartWindowSource, e: number): Explanation {
  const { problem } = planned;
  const engagement = problem.engagements[e]!;
  const account = problem.accounts[problem.account[e]!]!;
  const starts = source.of(account, engagement);
  if (starts.refused === 'consent') return refused('consent', 'consent');
  if (starts.refused === 'silence') return refused('silence-after-refusal', 'silence');
  return (
    lackingRep(problem.days.reps, engagement) ??
    (hasPlace(planned, e) ? null : noPlace(planned, source, account, engagement, e)) ??
    blockedByAccount(planned, e) ??
    outbid(planned, e)
  );
}

function refused(cause: Cause, rule: string): Explanation {
  return { cause, reasons: [{ code: rule, numbers: {}, refs: {} }], cheapestChange: { kind: 'rule', rule } };
}

function lackingRep(reps: readonly Rep[], engagement: Engagement): Explanation | null {
  const needs = ['skill', 'language', 'role', 'team'] as const;
  let furthest = -1;
  let nearest: Rep | undefined;
  for (const rep of reps) {
    const unmet = unmetNeed(engagement, rep);
    if (unmet === null) return null;
    // Of reps equally far, one who lacks nothing but this: then a single change is enough.
    const rank = needs.indexOf(unmet) * 2 + (lacksOnly(engagement, rep, unmet) ? 1 : 0);
    if (rank > furthest) {
      furthest = rank;
      nearest = rep;
    }
  }
  const need = needs[Math.max(0, furthest >> 1)]!;
  const cause = `no-${need}` as const;
  const reason: Reason = { code: cause, numbers: { reps: reps.length }, refs: wanted(engagement, need) };
  if (nearest === undefined || furthest % 2 === 0) return { cause, reasons: [reason], cheapestChange: NOTHING };
  if (need === 'skill') return { cause, reasons: [reason], cheapestChange: { kind: 'rep-skill', rep: nearest.id } };
  if (need === 'language')
    return { cause, reasons: [reason], cheapestChange: { kind: 'rep-language', rep: nearest.id } };
  return { cause, reasons: [reason], cheapestChange: { kind: 'rule', rule: need } };
}

function lacksOnly(engagement: Engagement, rep: Rep, need: string): boolean {
  const cleared = {
    ...engagement,
    skills: need === 'skill' ? [] : engagement.skills,
    languages: need === 'language' ? [] : engagement.languages,
    roles: need === 'role' ? [] : engagement.roles,
    teams: need === 'team' ? [] : engagement.teams,
  };
  const missing = engagement.skills.filter((skill) => !rep.skills.includes(skill)).length;
  return unmetNeed(cleared, rep) === null && (need !== 'skill' || missing === 1);
}

function wanted(engagement: Engagement, need: 'skill' | 'language' | 'role' | 'team'): Record<string, string> {
  const list = {
    skill: engagement.skills,
    language: engagement.languages,
    role: engagement.roles,
    team: engagement.teams,
  }[need];
  return { wanted: list.join(', ') };
}

function hasPlace({ problem }: PlannedBlock, e: number): boolean {
  const touches = problem.days.touchCount;
  for (let at = e * touches; at < (e + 1) * touches; at++) if (problem.lists[at] !== NONE) return true;
  return false;
}

/** No rep and time at all: past contacts if the customer's hours leave starts without them, else the hours. */
function noPlace(
  { problem }: PlannedBlock,
  source: StartWindowSource,
  account: Account,
  engagement: Engagement,
  e: number,
): Explanation {
  const starts = source.of(account, engagement);
  const fits = (blocked: typeof starts.blocked) =>
    reachable(problem, engagement, startRanges({ ...starts, blocked }, engagement.minutes, problem.slotMinutes));
  if (starts.blocked.length > 0 && fits([])) {
    const gapHours = problem.policy.contact.minimumGapHours;
    const gapOnly = touchBlocks(problem.standing[problem.account[e]!]!, [], gapHours);
    const cause: Cause = fits(gapOnly) ? 'contact-cap' : 'minimum-gap';
    return refusedWith(cause, { standing: problem.standing[problem.account[e]!]!.length, gapHours });
  }
  return refusedWith('no-window', { minutes: engagement.minutes, windows: starts.windows.length }, 'window');
}

/** True if some eligible rep is free at one of the starts. */
function reachable(
  { days, slotMinutes }: PlannedBlock['problem'],
  engagement: Engagement,
  ranges: readonly number[],
): boolean {
  for (let d = 0; d < days.count; d++) {
    if (unmetNeed(engagement, days.reps[days.rep[d]!]!) !== null) continue;
    for (const free of days.days[d]!.free) {
      for (let i = 0; i < ranges.length; i += 2) {
        const first = Math.max(ranges[i]!, Math.ceil(free.from / slotMinutes));
        const last = Math.min(ranges[i + 1]!, Math.floor((free.to - engagement.minutes) / slotMinutes));
        if (first <= last) return true;
      }
    }
  }
  return false;
}

function refusedWith(cause: Cause, numbers: Record<string, number>, rule: string = cause): Explanation {
  return { cause, reasons: [{ code: cause, numbers, refs: {} }], cheapestChange: { kind: 'rule', rule } };
}

/** Precedence, or what else is planned with the account, leaves no start. */
function blockedByAccount({ problem, rules, timetable }: PlannedBlock, e: number): Explanation | null {
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
  return refusedWith(alone ?? most, {
    starts: starts.length,
    blockedByCap: blockedBy['contact-cap'],
    blockedByGap: blockedBy['minimum-gap'],
    blockedByOrder: blockedBy.precedence,
  });
}

/** Its best place is worth less than nothing, or less than what holds it. */
function outbid(planned: PlannedBlock, e: number): Explanation {
  const { problem, cheapest } = planned;
  const { days, places } = problem;
  let worth = Number.NEGATIVE_INFINITY;
  let surplus = Number.NEGATIVE_INFINITY;
  let at = NONE;
  eachPlace(problem, e, (c, kind) => {
    const value = worthIn(planned, e, c, kind);
    worth = Math.max(worth, value);
    if (value - cheapest.cost[c]! <= surplus) return;
    surplus = value - cheapest.cost[c]!;
    at = c;
  });
  const d = places.classDay[at]!;
  const refs = { rep: days.reps[days.rep[d]!]!.id, day: days.days[d]!.date };
  const shortfall = displacedValue(planned, e);
  const cause: Cause = worth <= 0 ? 'not-worthwhile' : 'outbid';
  const numbers = { value: worth, price: Math.round(cheapest.cost[at]!), surplus: Math.round(surplus) };
  const change: CheapestChange = shortfall === null ? NOTHING : { kind: 'value', value: Math.max(1, shortfall) };
  return { cause, reasons: [{ code: cause, numbers, refs }], cheapestChange: change };
}
