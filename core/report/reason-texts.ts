import type { Assignment, Plan, Unscheduled } from '../model/plan.ts';
import type { Portfolio } from '../model/portfolio.ts';
import { lossProbability, type Touch } from '../risk/loss-process.ts';
import { reasonText, type Telling } from './reason-words.ts';

/** What reasons are told from; both a page and a calendar have it. */
export interface ReasonSource {
  readonly currency: string;
  /** Risk aversion of the plan; above 0 a bad case counts for more. */
  readonly theta: number;
  readonly zoneOf: (rep: string) => string | undefined;
  /** Meetings of an account, and its loss process. */
  readonly meetingsOf: (account: string) => readonly Assignment[];
  readonly accountOf: (account: string) => Portfolio['accounts'][number] | undefined;
}

interface Sources {
  readonly portfolio: Portfolio;
  readonly plan: Plan;
}

/** Weak, like the plan it belongs to: the calendar of every rep asks for the same. */
const known = new WeakMap<Plan, { readonly portfolio: Portfolio; readonly source: ReasonSource }>();

/** O(portfolio + plan) the first time. */
export function reasonSource({ portfolio, plan }: Sources): ReasonSource {
  const before = known.get(plan);
  if (before?.portfolio === portfolio) return before.source;
  const source = sourceOf({ portfolio, plan });
  known.set(plan, { portfolio, source });
  return source;
}

function sourceOf({ portfolio, plan }: Sources): ReasonSource {
  const zones = new Map(portfolio.reps.map(({ id, timeZone }) => [String(id), timeZone]));
  const accounts = new Map(portfolio.accounts.map((account) => [String(account.id), account]));
  const meetings = Map.groupBy(plan.assignments, ({ account }) => String(account));
  return {
    currency: portfolio.currency,
    theta: plan.risk.theta,
    zoneOf: (rep) => zones.get(rep),
    meetingsOf: (account) => meetings.get(account) ?? [],
    accountOf: (account) => accounts.get(account),
  };
}

/** Why a meeting is where it is, clause by clause. `zone`: the one the reader knows from around. */
export function meetingReasons(source: ReasonSource, meeting: Assignment, zone?: string): readonly string[] {
  const onAverage = averted(source, meeting);
  const { currency, zoneOf, theta } = source;
  const telling: Telling = { currency, zoneOf, weighed: theta > 0, ...(zone === undefined ? {} : { zone }) };
  return meeting.reasons.map((reason) =>
    reasonText(reason, reason.code === 'protects' && onAverage !== null ? { ...telling, onAverage } : telling),
  );
}

/** Why an engagement is left out, clause by clause. */
export function leftOutReasons({ reasons, cheapestChange }: Unscheduled, currency: string): readonly string[] {
  const { kind, value } = cheapestChange;
  const telling = kind === 'value' && value !== undefined ? { currency, short: value } : { currency };
  return reasons.map((reason) => reasonText(reason, telling));
}

/**
 * What a meeting takes from the expected loss beside the account's other meetings, minor units, not rounded; null where
 * the plan does not say what they avert.
 */
export function averted({ meetingsOf, accountOf }: ReasonSource, meeting: Assignment): number | null {
  const account = accountOf(meeting.account);
  if (account?.loss === undefined) return null;
  const all = meetingsOf(meeting.account).map((each) => ({ each, touch: touchOf(each) }));
  const touches = all.flatMap(({ touch }) => (touch === null ? [] : [touch]));
  if (touches.length < all.length) return null;
  const others = all.flatMap(({ each, touch }) =>
    touch === null || each.engagement === meeting.engagement ? [] : [touch],
  );
  return (lossProbability(account.loss, others) - lossProbability(account.loss, touches)) * account.stake;
}

function touchOf({ reasons }: Assignment): Touch | null {
  const numbers = reasons.find(({ code }) => code === 'protects')?.numbers;
  const { touchDay: day, averts } = { touchDay: numbers?.['touchDay'], averts: numbers?.['averts'] };
  return day === undefined || averts === undefined ? null : { day, averts };
}
