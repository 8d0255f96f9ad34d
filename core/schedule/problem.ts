import type { Cap } from '../calendar/contact-cap.ts';
import { epochMinutes, type Minute } from '../calendar/minute.ts';
import { touchDay } from '../calendar/touch-day.ts';
import type { Commitment } from '../model/plan.ts';
import type { Policy } from '../model/policy.ts';
import type { Account, Engagement, Portfolio, Rep } from '../model/portfolio.ts';
import { isStarved } from '../model/starved.ts';
import type { Block } from './block.ts';
import { loadSurcharges } from './load-surcharge.ts';
import { NONE, type Places, PlacesBuilder } from './places.ts';
import { fixedMeeting, type RepDayTable, repDayTable } from './rep-day-table.ts';
import { requirementGroups } from './requirement-groups.ts';
import { StartWindowSource } from './start-windows.ts';

/** Who the rep is to the account; the affinity of a place depends on nothing else. */
export const OWNER = 0;
export const TEAM = 1;
export const OTHER = 2;
export const KINDS = 3;

/**
 * A block as flat arrays. Engagements and accounts are sorted by id, so that the order of the input never matters.
 * Engagements of accounts that objected are left out; those without any place stay, with no lists.
 */
export interface Problem {
  readonly portfolio: Portfolio;
  readonly policy: Policy;
  readonly days: RepDayTable;
  readonly places: Places;
  readonly slotMinutes: number;
  readonly bufferMinutes: number;
  readonly accounts: readonly Account[];
  readonly engagements: readonly Engagement[];
  readonly account: Int32Array;
  /** Engagements of account a: `accountStart[a] … accountStart[a + 1] − 1`. */
  readonly accountStart: Int32Array;
  readonly minutes: Int32Array;
  readonly contactCost: Float64Array;
  /** What a planned minute costs on a rep-day because of the rep's load so far, minor units. */
  readonly surcharge: Int32Array;
  /** show · effect. */
  readonly reach: Float64Array;
  /** Affinity by kind of rep, of each account. */
  readonly affinity: Float64Array;
  readonly mandatory: Uint8Array;
  /** 2: mandatory; 1: its account was passed over as long as the policy allows; 0: neither. */
  readonly urgency: Uint8Array;
  /** Epoch minute of a pinned start, NONE: free. */
  readonly pinned: Int32Array;
  /** Rep-day of a pinned meeting, NONE outside the horizon; its touch day and affinity. */
  readonly pinnedDay: Int32Array;
  readonly pinnedTouch: Int32Array;
  readonly pinnedAffinity: Float64Array;
  /** By engagement and touch day: list, sub of the owner's team, class of the owner. */
  readonly lists: Int32Array;
  readonly teamSub: Int32Array;
  readonly ownClass: Int32Array;
  /** The class of the one published start, with its kind, where it is still feasible. */
  readonly keepClass: Int32Array;
  readonly keepKind: Uint8Array;
  /** Published start, epoch minutes, and rep index, where there is a commitment to keep; else NONE. */
  readonly keepStart: Int32Array;
  readonly keepRep: Int32Array;
  /** Commitments that `moved` ranges over, of this block. */
  readonly publishedCount: number;
  /** Engagements that come before / after each, as indices. */
  readonly before: readonly Int32Array[];
  readonly after: readonly Int32Array[];
  /** Per account: touches that stand (ledger and pinned), caps, K_a. Only filled for accounts with several engagements. */
  readonly standing: readonly (readonly Minute[])[];
  readonly caps: readonly (readonly Cap[])[];
  readonly most: Int32Array;
}

const NOTHING = new Int32Array(0);

export function buildProblem(
  portfolio: Portfolio,
  policy: Policy,
  published: readonly Commitment[],
  block: Block,
): Problem {
  const reps = pick<Rep>(portfolio.reps, new Set<string>(block.reps));
  const accounts = pick<Account>(portfolio.accounts, new Set<string>(block.accounts)).filter(
    (account) => !account.contact.objected,
  );
  const accountIndex = new Map(accounts.map((account, a) => [String(account.id), a]));
  const engagements = portfolio.engagements
    .filter((engagement) => accountIndex.has(engagement.account))
    .sort((x, y) => order(x.account, y.account) || order(x.id, y.id));
  const size = engagements.length;
  const days = repDayTable(
    portfolio,
    policy,
    reps,
    engagements.filter(({ pinned }) => pinned !== null),
  );
  const touches = days.touchCount;
  const repIndex = new Map(reps.map((rep, r) => [String(rep.id), r]));
  const teamIndex = new Map([...new Set(reps.map(({ team }) => team))].sort(order).map((team, t) => [team, t]));
  const teamOfRep = Int32Array.from(reps, ({ team }) => teamIndex.get(team) ?? NONE);

  const ints = (fill = NONE) => new Int32Array(size).fill(fill);
  const account = Int32Array.from(engagements, (engagement) => accountIndex.get(engagement.account) ?? NONE);
  const accountStart = new Int32Array(accounts.length + 1);
  for (const a of account) accountStart[a + 1] = accountStart[a + 1]! + 1;
  for (let a = 0; a < accounts.length; a++) accountStart[a + 1] = accountStart[a + 1]! + accountStart[a]!;

  const ownerOf = accounts.map(({ owner }) => (owner === undefined ? NONE : (repIndex.get(owner) ?? NONE)));
  const { owner, team, other } = policy.value.affinity;
  const affinity = Float64Array.from({ length: accounts.length * KINDS }, (_, i) =>
    accounts[Math.floor(i / KINDS)]?.owner === undefined ? 1 : [owner, team, other][i % KINDS]!,
  );
  const kindOf = (a: number, r: number): number => {
    if (ownerOf[a] === NONE) return OTHER;
    if (ownerOf[a] === r) return OWNER;
    return teamOfRep[ownerOf[a]!] === teamOfRep[r] ? TEAM : OTHER;
  };

  const groups = requirementGroups(engagements, reps);
  const source = new StartWindowSource(portfolio, policy);
  const builder = new PlacesBuilder(days, portfolio.horizon.slotMinutes, policy.rep.bufferMinutes, teamOfRep);
  const lists = new Int32Array(size * touches).fill(NONE);
  const teamSub = new Int32Array(size * touches).fill(NONE);
  const ownClass = new Int32Array(size * touches).fill(NONE);
  const pinned = ints();
  const pinnedDay = ints();
  const pinnedTouch = ints(0);
  const pinnedAffinity = new Float64Array(size);
  const keepClass = ints();
  const keepKind = new Uint8Array(size);
  const keepStart = ints();
  const keepRep = ints();
  const commitments = commitmentsToKeep(portfolio, published, new Set(engagements.map(({ id }) => String(id))));

  for (let e = 0; e < size; e++) {
    const engagement = engagements[e]!;
    const a = account[e]!;
    const kept = commitments.get(engagement.id);
    if (kept !== undefined) {
      keepStart[e] = epochMinutes(kept.start);
      keepRep[e] = repIndex.get(kept.rep) ?? NONE;
    }
    if (engagement.pinned !== null) pin(e, a, engagement);
    else place(e, a, engagement);
  }

  function pin(e: number, a: number, engagement: Engagement): void {
    const r = repIndex.get(engagement.pinned?.rep ?? '') ?? NONE;
    const meeting = fixedMeeting(engagement);
    pinned[e] = meeting.from;
    pinnedAffinity[e] = affinity[a * KINDS + kindOf(a, r)]!;
    if (r === NONE) return;
    pinnedTouch[e] = touchDay(reps[r]!.timeZone, portfolio.asOf, meeting.from) - days.firstTouch;
    const width = portfolio.horizon.days;
    for (let d = r * width; d < (r + 1) * width; d++) {
      if (days.days[d]!.from <= meeting.from && meeting.from < days.days[d]!.to) pinnedDay[e] = d;
    }
  }

  function place(e: number, a: number, engagement: Engagement): void {
    const starts = source.of(accounts[a]!, engagement);
    if (starts.refused !== null) return;
    const found = builder.listsOf(engagement, starts, groups.of[e]!, groups);
    lists.set(found, e * touches);
    const r = ownerOf[a]!;
    for (let t = 0; t < touches; t++) {
      if (found[t] === NONE || r === NONE) continue;
      const own = builder.ownPlaces(found[t]!, teamOfRep[r]!, r);
      teamSub[e * touches + t] = own.sub;
      ownClass[e * touches + t] = own.own;
    }
    if (keepRep[e] !== NONE) keep(e, a, found);
  }

  function keep(e: number, a: number, found: Int32Array): void {
    const start = keepStart[e]!;
    const slot = portfolio.horizon.slotMinutes;
    const r = keepRep[e]!;
    if (start % slot !== 0) return;
    for (let t = 0; t < touches; t++) {
      if (found[t] === NONE) continue;
      const { own } = builder.ownPlaces(found[t]!, teamOfRep[r]!, r);
      if (own === NONE) continue;
      const d = builder.dayOfClass(own);
      if (!builder.allows(own, start / slot - days.base[d]!)) continue;
      keepClass[e] = builder.classOf(d, engagements[e]!.minutes, [start / slot, start / slot]);
      keepKind[e] = kindOf(a, r);
    }
  }

  const index = new Map(engagements.map(({ id }, e) => [String(id), e]));
  const before = engagements.map(({ after }) =>
    after.length === 0 ? NOTHING : Int32Array.from(after.flatMap((id) => index.get(id) ?? [])),
  );
  const followers = new Map<number, number[]>();
  before.forEach((list, e) => {
    for (const p of list) followers.set(p, [...(followers.get(p) ?? []), e]);
  });
  const surcharges = loadSurcharges(portfolio, policy);
  const caps = accounts.map((each) => source.capsOf(each));
  return {
    portfolio,
    policy,
    days,
    places: builder.build(),
    slotMinutes: portfolio.horizon.slotMinutes,
    bufferMinutes: policy.rep.bufferMinutes,
    accounts,
    engagements,
    account,
    accountStart,
    minutes: Int32Array.from(engagements, ({ minutes }) => minutes),
    contactCost: Float64Array.from(engagements, ({ channel }) => policy.value.contactCost[channel] ?? 0),
    surcharge: Int32Array.from(days.rep, (r) => surcharges.get(reps[r]!.id) ?? 0),
    reach: Float64Array.from(engagements, ({ show, effect }) => show * effect),
    affinity,
    mandatory: Uint8Array.from(engagements, ({ mandatory }) => (mandatory ? 1 : 0)),
    urgency: Uint8Array.from(engagements, ({ mandatory }, e) => {
      if (mandatory) return 2;
      return isStarved(accounts[account[e]!]!, policy.equity, portfolio.asOf) ? 1 : 0;
    }),
    pinned,
    pinnedDay,
    pinnedTouch,
    pinnedAffinity,
    lists,
    teamSub,
    ownClass,
    keepClass,
    keepKind,
    keepStart,
    keepRep,
    publishedCount: commitments.size,
    before,
    after: engagements.map((_, e) => Int32Array.from(followers.get(e) ?? [])),
    standing: accounts.map((each) => source.standing(each)),
    caps,
    most: Int32Array.from(caps, (list) =>
      mostTouches(list, policy.contact.minimumGapHours, portfolio.horizon.days + 2),
    ),
  };
}

/** Published commitments that a plan may keep or move: still ahead, the engagement still there, by engagement. */
export function commitmentsToKeep(
  portfolio: Portfolio,
  published: readonly Commitment[],
  engagements: ReadonlySet<string>,
): ReadonlyMap<string, Commitment> {
  const asOf = Date.parse(portfolio.asOf);
  const open = published.filter(({ engagement, start }) => Date.parse(start) > asOf && engagements.has(engagement));
  return new Map(open.map((commitment) => [String(commitment.engagement), commitment]));
}

/** K_a: how many unpinned touches caps and minimum gap can leave room for within `days` days, both ends included. */
export function mostTouches(caps: readonly Cap[], gapHours: number, days: number): number {
  let most = gapHours > 0 ? 1 + Math.floor((24 * days) / gapHours) : Number.MAX_SAFE_INTEGER;
  for (const cap of caps) most = Math.min(most, cap.touches * Math.ceil(days / cap.days));
  return Math.min(most, 2 ** 30);
}

export function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function pick<T extends { readonly id: string }>(all: readonly T[], wanted: ReadonlySet<string>): readonly T[] {
  return all.filter(({ id }) => wanted.has(id)).sort((a, b) => order(a.id, b.id));
}
