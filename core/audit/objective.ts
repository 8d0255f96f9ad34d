import type { Account, Engagement, Rep } from '../model/portfolio.ts';
import { averts } from '../risk/averts.ts';
import { certaintyEquivalent } from '../risk/certainty-equivalent.ts';
import { type LossProcess, lossProbability, type Touch } from '../risk/loss-process.ts';
import { type AuditContext, type Meeting, touchDayOf } from './context.ts';
import { localDate, minuteFloor } from './zone.ts';

/** The objective of core/README.md at the plan's θ, minor units, from portfolio, policy and assignments alone. */
export function objectiveOf(context: AuditContext): number {
  let total = 0;
  for (const [id, meetings] of context.meetingsOfAccount) {
    const account = context.accounts.get(id);
    if (account !== undefined) total += protectedBy(context, account, meetings);
  }
  for (const { engagement, rep } of context.meetings)
    total -= contactCost(context, engagement) + loadCost(context, engagement, rep);
  const kept = new Set(
    context.meetings.filter((meeting) => keepsCommitment(context, meeting)).map((m) => m.engagement.id),
  );
  return total - context.policy.value.disruptionCost * (context.commitments.size - kept.size);
}

/** What the objective loses when one meeting alone is taken out, minor units. */
export function itemValue(context: AuditContext, meeting: Meeting): number {
  const all = context.meetingsOfAccount.get(meeting.account.id) ?? [];
  const rest = all.filter((other) => other !== meeting);
  const lost = protectedBy(context, meeting.account, all) - protectedBy(context, meeting.account, rest);
  const moved = keepsCommitment(context, meeting) ? context.policy.value.disruptionCost : 0;
  return lost - contactCost(context, meeting.engagement) - loadCost(context, meeting.engagement, meeting.rep) + moved;
}

/** round(ce(P(∅)) − ce(P(touches))) of one account. */
function protectedBy(context: AuditContext, account: Account, meetings: readonly Meeting[]): number {
  const { theta } = context.plan.risk;
  const process = lossProcess(account);
  const touches = meetings.map(({ engagement, rep, start }) => touchOf(context, engagement, account, rep, start));
  const before = certaintyEquivalent(theta, process.probability, account.stake);
  return rounded(before - certaintyEquivalent(theta, lossProbability(process, touches), account.stake));
}

/** An account whose features were not scored has no known loss: nothing can be protected there. */
export function lossProcess(account: Account): LossProcess {
  return account.loss ?? { probability: 0, withinDays: 1, shape: 1 };
}

export function touchOf(
  context: AuditContext,
  engagement: Engagement,
  account: Account,
  rep: Rep,
  start: number,
): Touch {
  return {
    day: touchDayOf(context.portfolio, rep, localDate(rep.timeZone, start)),
    averts: averts({ show: engagement.show, effect: engagement.effect, affinity: affinity(context, account, rep) }),
  };
}

export function affinity(context: AuditContext, account: Account, rep: Rep): number {
  const shares = context.policy.value.affinity;
  if (account.owner === undefined) return 1;
  if (account.owner === rep.id) return shares.owner;
  return context.reps.get(account.owner)?.team === rep.team ? shares.team : shares.other;
}

export function contactCost(context: AuditContext, engagement: Engagement): number {
  return context.policy.value.contactCost[engagement.channel] ?? 0;
}

/** What an unpinned meeting costs because its rep carried more than others so far, minor units. */
export function loadCost({ historyLoads }: AuditContext, { pinned, minutes }: Engagement, rep: Rep): number {
  return pinned === null ? (historyLoads.get(rep.id)?.perMinute ?? 0) * minutes : 0;
}

function keepsCommitment(context: AuditContext, { engagement, rep, start }: Meeting): boolean {
  return isPublishedPlace(context, engagement, rep, start);
}

export function isPublishedPlace(context: AuditContext, engagement: Engagement, rep: Rep, start: number): boolean {
  const commitment = context.commitments.get(engagement.id);
  return commitment !== undefined && commitment.rep === rep.id && minuteFloor(commitment.start) === start;
}

/** Half away from zero. */
export function rounded(value: number): number {
  return value < 0 ? 0 - Math.round(-value) : Math.round(value);
}
