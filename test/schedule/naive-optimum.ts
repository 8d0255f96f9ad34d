import { capsOf } from '../../core/calendar/contact-cap.ts';
import { contactWindows } from '../../core/calendar/contact-windows.ts';
import { epochMinutes } from '../../core/calendar/minute.ts';
import { packs } from '../../core/calendar/packs.ts';
import { repDays } from '../../core/calendar/rep-days.ts';
import { touchDay } from '../../core/calendar/touch-day.ts';
import type { Policy } from '../../core/model/policy.ts';
import type { Account, Engagement, Portfolio, Rep } from '../../core/model/portfolio.ts';
import { averts } from '../../core/risk/averts.ts';
import { protectedValue } from '../../core/risk/protected-value.ts';

interface Meeting {
  readonly engagement: Engagement;
  readonly rep: Rep;
  readonly from: number;
  readonly to: number;
  readonly day: string;
}

/** What is asked of every plan again, and depends on none of them. */
interface Known {
  readonly portfolio: Portfolio;
  readonly policy: Policy;
  readonly days: ReadonlyMap<Rep, ReturnType<typeof repDays>>;
  readonly caps: ReadonlyMap<Account, ReturnType<typeof capsOf>>;
  /** Instants of the contacts of each account in the ledger. */
  readonly ledger: ReadonlyMap<Account, readonly number[]>;
}

/**
 * The best objective of all plans, or of those that give at least `served` starved accounts a meeting, by trying every one; slow,
 * simple, and written from core/README.md alone. −Infinity: there is no such plan.
 */
export function naiveOptimum(portfolio: Portfolio, policy: Policy, theta: number, served = 0): number {
  const touches = (account: Account) => portfolio.ledger.filter((touch) => touch.account === account.id);
  const known: Known = {
    portfolio,
    policy,
    days: new Map(portfolio.reps.map((rep) => [rep, repDays(rep, portfolio.horizon)])),
    caps: new Map(portfolio.accounts.map((account) => [account, capsOf(account, policy, packs)])),
    ledger: new Map(portfolio.accounts.map((account) => [account, touches(account).map(({ at }) => epochMinutes(at))])),
  };
  const live = portfolio.engagements.filter(({ account }) => !accountOf(portfolio, account).contact.objected);
  const pinned = live.filter(({ pinned }) => pinned !== null).map((engagement) => pinnedMeeting(portfolio, engagement));
  const free = live.filter((engagement) => engagement.pinned === null);
  const options = free.map((engagement) => placesOf(portfolio, policy, engagement));
  let best = Number.NEGATIVE_INFINITY;
  const plan: Meeting[] = [...pinned];
  const visit = (index: number): void => {
    if (index === free.length) {
      if (starvedIn(portfolio, policy, plan) >= served && keepsAll(known, plan))
        best = Math.max(best, objectiveOf(portfolio, policy, theta, plan));
      return;
    }
    visit(index + 1);
    for (const meeting of options[index]!) {
      if (plan.some((other) => tooClose(policy, meeting, other))) continue;
      plan.push(meeting);
      visit(index + 1);
      plan.pop();
    }
  };
  visit(0);
  return best;
}

/** Accounts passed over too often, since nobody knows when, that have a meeting. */
function starvedIn(portfolio: Portfolio, policy: Policy, plan: readonly Meeting[]): number {
  const met = new Set<string>(plan.map(({ engagement }) => engagement.account));
  return portfolio.accounts.filter(({ id, passedOver }) => met.has(id) && passedOver >= policy.equity.starvationRuns)
    .length;
}

function accountOf(portfolio: Portfolio, id: string): Account {
  const account = portfolio.accounts.find((each) => each.id === id);
  if (account === undefined) throw new Error(`no account ${id}`);
  return account;
}

function pinnedMeeting(portfolio: Portfolio, engagement: Engagement): Meeting {
  const rep = portfolio.reps.find(({ id }) => id === engagement.pinned?.rep);
  const from = epochMinutes(engagement.pinned?.start ?? '');
  if (rep === undefined) throw new Error(`no rep for ${engagement.id}`);
  return { engagement, rep, from, to: from + engagement.minutes, day: dayOfStart(portfolio, rep, from) };
}

function dayOfStart(portfolio: Portfolio, rep: Rep, from: number): string {
  return repDays(rep, portfolio.horizon).find((day) => day.from <= from && from < day.to)?.date ?? 'outside';
}

function placesOf(portfolio: Portfolio, policy: Policy, engagement: Engagement): Meeting[] {
  const account = accountOf(portfolio, engagement.account);
  const { asOf, horizon } = portfolio;
  const answer = contactWindows(account, engagement, { asOf, horizon, policy, packs });
  if (!answer.ok) return [];
  const found: Meeting[] = [];
  for (const rep of portfolio.reps) {
    if (!engagement.skills.every((skill) => rep.skills.includes(skill))) continue;
    for (const day of repDays(rep, horizon)) {
      for (let from = day.from; from < day.to; from++) {
        const to = from + engagement.minutes;
        if (from % horizon.slotMinutes !== 0 || from < epochMinutes(asOf)) continue;
        if (!day.free.some((free) => free.from <= from && to <= free.to)) continue;
        if (!answer.windows.some((window) => window.from <= from && to <= window.to)) continue;
        found.push({ engagement, rep, from, to, day: day.date });
      }
    }
  }
  return found;
}

function tooClose(policy: Policy, a: Meeting, b: Meeting): boolean {
  const buffer = policy.rep.bufferMinutes;
  return a.rep === b.rep && a.from < b.to + buffer && b.from < a.to + buffer;
}

function keepsAll(known: Known, plan: readonly Meeting[]): boolean {
  return (
    plan.every((meeting) => keepsOrder(plan, meeting)) &&
    known.portfolio.accounts.every((account) => keepsContact(known, account, plan)) &&
    known.portfolio.reps.every((rep) => keepsRep(known, rep, plan))
  );
}

function keepsOrder(plan: readonly Meeting[], { engagement, from }: Meeting): boolean {
  if (engagement.pinned !== null) return true;
  return engagement.after.every((id) => plan.some((other) => other.engagement.id === id && other.to <= from));
}

function keepsContact({ policy, caps, ledger }: Known, account: Account, plan: readonly Meeting[]): boolean {
  const mine = plan.filter(({ engagement }) => engagement.account === account.id);
  const free = mine.filter(({ engagement }) => engagement.pinned === null).map(({ from }) => from);
  const all = [...mine.map(({ from }) => from), ...(ledger.get(account) ?? [])];
  const gap = policy.contact.minimumGapHours * 60;
  if (free.some((from) => all.filter((other) => Math.abs(other - from) < gap).length > (gap > 0 ? 1 : 0))) return false;
  return caps.get(account)!.every(({ touches, days }) =>
    all.every((start) => {
      const inside = (at: number) => start <= at && at < start + days * 1440;
      return !free.some(inside) || all.filter(inside).length <= touches;
    }),
  );
}

function keepsRep({ policy, days }: Known, rep: Rep, plan: readonly Meeting[]): boolean {
  const { breakAfter, breakMinutes, loadCeiling } = policy.rep;
  return days.get(rep)!.every((day) => {
    const held = plan
      .filter((meeting) => meeting.rep === rep && meeting.day === day.date)
      .sort((a, b) => a.from - b.from);
    const pinned = held.filter(({ engagement }) => engagement.pinned !== null);
    const minutes = (list: readonly Meeting[]) => list.reduce((sum, { from, to }) => sum + to - from, 0);
    const cap = Math.min(rep.maxMinutesPerDay, Math.floor(loadCeiling * day.availableMinutes));
    if (minutes(held) > Math.max(cap, minutes(pinned))) return false;
    if (held.length > Math.max(rep.maxEngagementsPerDay, pinned.length)) return false;
    for (let i = 0; i + breakAfter < held.length; i++) {
      const row = held.slice(i, i + breakAfter + 1);
      if (row.every(({ engagement }) => engagement.pinned !== null)) continue;
      if (row.every((meeting, k) => k === 0 || meeting.from - row[k - 1]!.to < breakMinutes)) return false;
    }
    return true;
  });
}

function objectiveOf(portfolio: Portfolio, policy: Policy, theta: number, plan: readonly Meeting[]): number {
  let total = 0;
  for (const account of portfolio.accounts) {
    const mine = plan.filter(({ engagement }) => engagement.account === account.id);
    const touches = mine.map(({ engagement, rep, from }) => ({
      day: touchDay(rep.timeZone, portfolio.asOf, from),
      averts: averts({
        show: engagement.show,
        effect: engagement.effect,
        affinity: affinityOf(portfolio, policy, account, rep),
      }),
    }));
    const process = account.loss ?? { probability: 0, withinDays: 1, shape: 1 };
    total += protectedValue(theta, { stake: account.stake, process }, touches);
    for (const { engagement, rep } of mine) {
      total -= policy.value.contactCost[engagement.channel] ?? 0;
      if (engagement.pinned === null) total -= perMinute(portfolio, policy, rep) * engagement.minutes;
    }
  }
  return total;
}

function affinityOf(portfolio: Portfolio, policy: Policy, account: Account, rep: Rep): number {
  const { owner, team, other } = policy.value.affinity;
  if (account.owner === undefined) return 1;
  if (account.owner === rep.id) return owner;
  return portfolio.reps.find(({ id }) => id === account.owner)?.team === rep.team ? team : other;
}

/** What a minute costs with a rep who carried more than the mean of those with history. */
function perMinute(portfolio: Portfolio, policy: Policy, rep: Rep): number {
  const load = ({ heldMinutes, availableMinutes }: NonNullable<Rep['history']>) => heldMinutes / availableMinutes;
  const histories = portfolio.reps.flatMap(({ history }) => history ?? []);
  if (rep.history === undefined || histories.length === 0) return 0;
  const held = histories.reduce((sum, { heldMinutes }) => sum + heldMinutes, 0);
  const available = histories.reduce((sum, { availableMinutes }) => sum + availableMinutes, 0);
  const above = load(rep.history) / (held / available) - 1 - policy.rep.fairness.tolerance;
  return Math.round(policy.rep.fairness.perMinute * Math.min(1, Math.max(0, above)));
}
