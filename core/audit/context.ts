import type { Pack } from '../calendar/pack.ts';
import type { Commitment, DayMultipliers, Plan } from '../model/plan.ts';
import type { Policy } from '../model/policy.ts';
import type { Account, Engagement, Portfolio, Rep } from '../model/portfolio.ts';
import { type HistoryLoad, historyLoads } from './load-surcharge.ts';
import { type Place, placesOf } from './place.ts';
import { type RepDay, repDayOf } from './rep-day.ts';
import { daysBetween, localDate, localDay, minuteCeiling, minuteFloor, plusDays } from './zone.ts';

/** An assignment whose engagement, account and rep are known. */
export interface Meeting {
  /** Position in `plan.assignments`. */
  readonly index: number;
  readonly engagement: Engagement;
  readonly account: Account;
  readonly rep: Rep;
  /** Epoch minutes. */
  readonly start: number;
  readonly end: number;
  /** Rep-local date of the start. */
  readonly day: string;
  /** Pinned by the portfolio, and where it is pinned. */
  readonly pinned: boolean;
}

/** Everything a rule may look at, indexed once. Built from the evidence alone. */
export interface AuditContext {
  readonly portfolio: Portfolio;
  readonly policy: Policy;
  readonly plan: Plan;
  /** The pack of places that have none of their own. */
  readonly general: Pick<Place, 'packs'>;
  /** First minute at which anything may start. */
  readonly asOf: number;
  /** No zone's horizon reaches this minute. */
  readonly end: number;
  /** Local dates of the horizon. */
  readonly days: readonly string[];
  /** The least touch day of the horizon in any rep's zone. */
  readonly firstTouchDay: number;
  readonly accounts: ReadonlyMap<string, Account>;
  readonly engagements: ReadonlyMap<string, Engagement>;
  readonly reps: ReadonlyMap<string, Rep>;
  readonly meetings: readonly Meeting[];
  /** By start. */
  readonly meetingsOfRep: ReadonlyMap<string, readonly Meeting[]>;
  readonly meetingsOfAccount: ReadonlyMap<string, readonly Meeting[]>;
  readonly engagementsOfAccount: ReadonlyMap<string, readonly Engagement[]>;
  /** Epoch minutes of past touches. */
  readonly ledger: ReadonlyMap<string, readonly number[]>;
  /** Published commitments that a plan can keep or move, by engagement. */
  readonly commitments: ReadonlyMap<string, Commitment>;
  /** Minutes pinned by the portfolio, and their number, by rep and day. */
  readonly pinnedLoad: ReadonlyMap<string, { readonly minutes: number; readonly count: number }>;
  /** Load of the window before asOf, of reps with history. */
  readonly historyLoads: ReadonlyMap<string, HistoryLoad>;
  /** The certificate, by rep and day. */
  readonly multipliers: ReadonlyMap<string, ReadonlyMap<string, DayMultipliers>>;
  /** Greatest common divisor of the minutes of all unpinned engagements; 0: there are none. */
  readonly commonMinutes: number;
  readonly repDay: (rep: Rep, date: string) => RepDay;
  readonly places: (account: Account) => readonly Place[];
  readonly digests: KnownDigests;
}

/** Digests that the auditor knows for sure. */
export interface KnownDigests {
  readonly portfolio?: string;
  readonly policy?: string;
  readonly published?: string | null;
  readonly code?: string;
}

export interface Evidence {
  readonly portfolio: Portfolio;
  readonly policy: Policy;
  readonly published?: { readonly digest: string; readonly commitments: readonly Commitment[] } | null;
}

export function auditContext(
  evidence: Evidence,
  plan: Plan,
  packs: readonly Pack[],
  digests: KnownDigests,
): AuditContext {
  const { portfolio, policy } = evidence;
  const accounts = new Map<string, Account>(portfolio.accounts.map((account) => [account.id, account]));
  const engagements = new Map<string, Engagement>(portfolio.engagements.map((each) => [each.id, each]));
  const reps = new Map<string, Rep>(portfolio.reps.map((rep) => [rep.id, rep]));
  const meetings = plan.assignments.flatMap((assignment, index): Meeting[] => {
    const engagement = engagements.get(assignment.engagement);
    const rep = reps.get(assignment.rep);
    const account = engagement && accounts.get(engagement.account);
    if (!engagement || !rep || !account) return [];
    const start = minuteFloor(assignment.start);
    const pin = engagement.pinned;
    return [
      {
        index,
        engagement,
        account,
        rep,
        start,
        end: start + engagement.minutes,
        day: localDate(rep.timeZone, start),
        pinned: pin !== null && pin.rep === rep.id && minuteFloor(pin.start) === start,
      },
    ];
  });
  const inOrder = [...meetings].sort((a, b) => a.start - b.start || a.index - b.index);
  const repDays = new Map<Rep, Map<string, RepDay>>();
  const places = new Map<Account, readonly Place[]>();
  return {
    portfolio,
    policy,
    plan,
    general: { packs: packs.filter(({ jurisdiction }) => jurisdiction === '*') },
    asOf: minuteCeiling(portfolio.asOf),
    end: localDay('UTC', plusDays(portfolio.horizon.start, portfolio.horizon.days + 1)).to,
    days: Array.from({ length: portfolio.horizon.days }, (_, index) => plusDays(portfolio.horizon.start, index)),
    firstTouchDay: Math.min(...portfolio.reps.map((rep) => touchDayOf(portfolio, rep, portfolio.horizon.start))),
    accounts,
    engagements,
    reps,
    meetings,
    meetingsOfRep: Map.groupBy(inOrder, ({ rep }) => rep.id),
    meetingsOfAccount: Map.groupBy(inOrder, ({ account }) => account.id),
    engagementsOfAccount: Map.groupBy(portfolio.engagements, ({ account }) => account),
    ledger: new Map(
      [...Map.groupBy(portfolio.ledger, ({ account }) => account)].map(([id, touches]) => [
        id,
        touches.map(({ at }) => minuteFloor(at)),
      ]),
    ),
    commitments: countedCommitments(evidence, accounts, engagements),
    pinnedLoad: pinnedLoad(portfolio, accounts, reps),
    historyLoads: historyLoads(portfolio, policy),
    multipliers: new Map(
      Object.entries(plan.certificate.multipliers).map(([rep, byDay]) => [rep, new Map(Object.entries(byDay))]),
    ),
    commonMinutes: portfolio.engagements.reduce((g, each) => (each.pinned === null ? gcd(g, each.minutes) : g), 0),
    repDay: (rep, date) =>
      remembered(
        remembered(repDays, rep, () => new Map()),
        date,
        () => repDayOf(rep, date, policy),
      ),
    digests,
    places: (account) => remembered(places, account, () => placesOf(account, packs)),
  };
}

/** Start after asOf, engagement still in the portfolio, account without objection. */
function countedCommitments(
  { portfolio, published }: Evidence,
  accounts: ReadonlyMap<string, Account>,
  engagements: ReadonlyMap<string, Engagement>,
): ReadonlyMap<string, Commitment> {
  const counted = (published?.commitments ?? []).filter(({ engagement, start }) => {
    const account = accounts.get(engagements.get(engagement)?.account ?? '');
    return account !== undefined && !account.contact.objected && Date.parse(start) > Date.parse(portfolio.asOf);
  });
  return new Map(counted.map((commitment) => [commitment.engagement, commitment]));
}

function pinnedLoad(
  portfolio: Portfolio,
  accounts: ReadonlyMap<string, Account>,
  reps: ReadonlyMap<string, Rep>,
): ReadonlyMap<string, { minutes: number; count: number }> {
  const loads = new Map<string, { minutes: number; count: number }>();
  for (const { account, pinned, minutes } of portfolio.engagements) {
    const rep = reps.get(pinned?.rep ?? '');
    if (pinned === null || rep === undefined || accounts.get(account)?.contact.objected !== false) continue;
    const key = repDayKey(rep.id, localDate(rep.timeZone, minuteFloor(pinned.start)));
    const load = remembered(loads, key, () => ({ minutes: 0, count: 0 }));
    load.minutes += minutes;
    load.count += 1;
  }
  return loads;
}

export function repDayKey(rep: string, date: string): string {
  return `${rep} ${date}`;
}

export interface DailyCaps {
  readonly minutes: number;
  readonly count: number;
  readonly pinnedMinutes: number;
}

/** Caps of `daily-minutes` and `daily-count` on a rep-day, raised to what is pinned. */
export function dailyCaps(context: AuditContext, rep: Rep, date: string): DailyCaps {
  const pinned = context.pinnedLoad.get(repDayKey(rep.id, date)) ?? { minutes: 0, count: 0 };
  return {
    minutes: Math.max(context.repDay(rep, date).capMinutes, pinned.minutes),
    count: Math.max(rep.maxEngagementsPerDay, pinned.count),
    pinnedMinutes: pinned.minutes,
  };
}

/** Whole days between the rep-local dates of asOf and of a start. */
export function touchDayOf(portfolio: Portfolio, rep: Rep, date: string): number {
  return daysBetween(localDate(rep.timeZone, minuteFloor(portfolio.asOf)), date);
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

export function remembered<K, V>(store: Map<K, V>, key: K, make: () => V): V {
  const known = store.get(key);
  if (known !== undefined) return known;
  const made = make();
  store.set(key, made);
  return made;
}
