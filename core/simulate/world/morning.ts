import { capsOf } from '../../calendar/contact-cap.ts';
import { dayOf } from '../../calendar/day.ts';
import { epochMinutes, instantOf, type Minute } from '../../calendar/minute.ts';
import { packs } from '../../calendar/packs.ts';
import { touchBlocks } from '../../calendar/touch-blocks.ts';
import { localDay, wallMinute } from '../../calendar/zone.ts';
import type { Commitment } from '../../model/plan.ts';
import type { Policy } from '../../model/policy.ts';
import type { Account, Engagement, Portfolio, Rep } from '../../model/portfolio.ts';
import { believedEffect, forecastLoss } from './forecast.ts';
import type { AccountTruth, EngagementTruth } from './population.ts';
import type { OpenEngagement, WorldState } from './state.ts';
import { DAY_BEGINS, DAY_ENDS, type World } from './world.ts';

/** Days a plan reaches. */
export const HORIZON_DAYS = 7;
/** Working days, today included, whose meetings stand once published: the customer has them in the calendar. */
const FIRM_DAYS = 2;

/** What the CRM hands over on a morning. */
export interface Morning {
  readonly portfolio: Portfolio;
  /** Commitments of later days, which a plan may move at a cost. */
  readonly published: readonly Commitment[];
  /** Commitments that cannot stand: the rep is away, the customer objected or was called by somebody else. */
  readonly broken: readonly Commitment[];
}

/** 5:00 UTC: before anybody works, on both continents. */
export function asOfDay(world: World, day: number): string {
  return `${world.date(day)}T05:00:00Z`;
}

/** The portfolio of a morning, from what can be known then. O(accounts + open engagements + ledger). */
export function morningView(world: World, state: WorldState, policy: Policy): Morning {
  const { day } = state;
  const accounts = state.accounts.map((each, slot) => accountOf(world, state, each, slot));
  const byId = new Map(state.engagements.map((open) => [String(open.id), open]));
  const kept: Commitment[] = [];
  const broken: Commitment[] = [];
  for (const commitment of state.commitments) {
    const open = byId.get(commitment.engagement);
    if (open === undefined) continue;
    if (state.accounts[open.slot]?.objected || repAway(world, state, commitment)) broken.push(commitment);
    else kept.push(commitment);
  }
  const firm = firmCommitments(world, state, policy, kept, byId, accounts);
  broken.push(...firm.broken);
  const pinned = new Map(firm.pinned.map((each) => [String(each.engagement), each]));
  return {
    broken,
    published: kept.filter((each) => !pinned.has(each.engagement) && !firm.broken.includes(each)),
    portfolio: {
      contract: 'portfolio/1',
      asOf: asOfDay(world, day),
      currency: 'EUR',
      horizon: { start: world.date(day), days: HORIZON_DAYS, slotMinutes: 15 },
      equityGroups: ['tier', 'region'],
      accounts: accounts.filter((_, slot) => state.accounts[slot]?.lostOn === null),
      engagements: state.engagements.map((open) => engagementOf(world, state, open, pinned.get(open.id) ?? null)),
      reps: world.reps.map((_, rep) => repOf(world, rep, day)),
      ledger: state.ledger,
    },
  };
}

export function accountOf(
  world: World,
  { day }: WorldState,
  account: WorldState['accounts'][number],
  slot: number,
): Account {
  const truth = world.account(slot, account.generation);
  return {
    id: truth.id,
    stake: truth.stake,
    stakeKind: 'renewal',
    loss: forecastLoss(world, truth, account, day),
    groups: { tier: truth.tier === 'smb' ? 'smb' : 'larger', region: truth.region },
    owner: ownerOf(world, truth),
    timeZone: truth.timeZone,
    jurisdiction: truth.jurisdiction,
    alternatives: [],
    ...(truth.hours === null ? {} : { hours: [{ days: [...WORKDAYS], ...truth.hours }] }),
    closed: [],
    contact: {
      objected: account.objected,
      vulnerable: truth.vulnerable,
      consumer: false,
      runningContract: true,
      consent: {},
    },
    passedOver: account.passedOver,
  };
}

/** What a demand is like; open engagements come from demand only. */
export function truthOf(world: World, open: OpenEngagement): EngagementTruth {
  const truth = world.demand(open.slot, open.askedOn);
  if (truth === null) throw new Error(`${open.id} was never asked for`);
  return truth;
}

export function engagementOf(
  world: World,
  state: WorldState,
  open: OpenEngagement,
  pinned: Commitment | null,
): Engagement {
  const truth = truthOf(world, open);
  const account = world.account(open.slot, state.accounts[open.slot]?.generation ?? 0);
  return {
    id: open.id,
    account: account.id,
    kind: truth.kind,
    channel: truth.channel,
    minutes: truth.minutes,
    effect: believedEffect(world, open.id, truth.effect * account.responsiveness),
    show: account.show,
    earliest: world.date(open.askedOn),
    due: world.date(open.askedOn + truth.days),
    skills: truth.skilled ? ['review'] : [],
    languages: [],
    roles: [],
    teams: [],
    mandatory: open.mandatory,
    requested: false,
    after: [],
    pinned: pinned === null ? null : { rep: pinned.rep, start: pinned.start },
  };
}

const WORKDAYS = ['mo', 'tu', 'we', 'th', 'fr'] as const;
const WEEKDAYS: Rep['hours'] = [{ days: [...WORKDAYS], from: '09:00', to: '17:00' }];

export function repOf(world: World, rep: number, day: number): Rep {
  const truth = world.reps[rep]!;
  const leave: Rep['leave'] = [];
  for (let ahead = 0; ahead <= HORIZON_DAYS; ahead += 1) {
    const date = world.date(day + ahead);
    if (world.holiday(rep, day + ahead) || knownIll(world, rep, day, day + ahead)) leave.push({ from: date, to: date });
  }
  return {
    ...{ id: truth.id, team: truth.team, timeZone: truth.timeZone, hours: WEEKDAYS, leave, skills: [...truth.skills] },
    ...{
      busy: busyBlocks(world, rep, day),
      languages: [],
      maxMinutesPerDay: world.scenario.repMinutes,
      maxEngagementsPerDay: Math.max(4, Math.floor(world.scenario.repMinutes / 15)),
    },
  };
}

/** All of the working day but the hours kept free for these conversations. Local clocks, turned into instants. */
function busyBlocks(world: World, rep: number, day: number): Rep['busy'] {
  const { timeZone } = world.reps[rep]!;
  const first = dayOf(world.scenario.start);
  const blocks: Rep['busy'] = [];
  for (let on = day; on < day + HORIZON_DAYS; on += 1) {
    if (!world.working(on)) continue;
    const at = (minute: number) => instantOf(wallMinute(timeZone, first + on, minute));
    const free = world.freeFrom(rep, on);
    if (free > DAY_BEGINS) blocks.push({ from: at(DAY_BEGINS), to: at(free) });
    const end = free + world.scenario.repMinutes;
    if (end < DAY_ENDS) blocks.push({ from: at(end), to: at(DAY_ENDS) });
  }
  return blocks;
}

/** An illness is known from the day after it began. */
function knownIll(world: World, rep: number, today: number, day: number): boolean {
  const illness = world.illness(rep, today);
  return illness !== null && illness.from < today && day <= illness.to;
}

function ownerOf(world: World, truth: AccountTruth) {
  return world.reps[truth.owner % world.reps.length]!.id;
}

export function repIndex(world: World, id: string): number {
  return world.reps.findIndex((rep) => rep.id === id);
}

/** The day of this world on which a commitment starts, for its rep. */
export function dayOfStart(world: World, rep: number, start: Minute): number {
  return localDay(world.reps[rep]!.timeZone, start) - dayOf(world.scenario.start);
}

function repAway(world: World, { day }: WorldState, { rep, start }: Commitment): boolean {
  const index = repIndex(world, rep);
  const on = dayOfStart(world, index, epochMinutes(start));
  return world.holiday(index, on) || knownIll(world, index, day, on);
}

/**
 * Commitments so near that they stand; less those that somebody else's contact has made one too many. Those that a policy
 * made too many by itself stand as well: a world that mended them would hide what the policy does.
 */
function firmCommitments(
  world: World,
  state: WorldState,
  policy: Policy,
  kept: readonly Commitment[],
  byId: ReadonlyMap<string, OpenEngagement>,
  accounts: readonly Account[],
): { readonly pinned: readonly Commitment[]; readonly broken: readonly Commitment[] } {
  let until = state.day;
  for (let working = 0; working < FIRM_DAYS; until += 1) if (world.working(until)) working += 1;
  const pinned: Commitment[] = [];
  const broken: Commitment[] = [];
  const ours = new Map<string, Minute[]>();
  const others = new Map<string, Minute[]>();
  for (const { account, at, channel } of state.ledger) append(channel === 'email' ? others : ours, account, at);
  const inOrder = kept.toSorted((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
  for (const commitment of inOrder) {
    const start = epochMinutes(commitment.start);
    if (dayOfStart(world, repIndex(world, commitment.rep), start) >= until) continue;
    const account = accounts[byId.get(commitment.engagement)?.slot ?? -1];
    if (account === undefined) continue;
    const blocked = (touches: readonly Minute[]) =>
      touchBlocks(touches, capsOf(account, policy, packs), policy.contact.minimumGapHours).some(
        ({ from, to }) => from <= start && start < to,
      );
    const [own = [], foreign = []] = [ours.get(account.id), others.get(account.id)];
    if (foreign.length > 0 && blocked([...own, ...foreign]) && !blocked(own)) broken.push(commitment);
    else {
      pinned.push(commitment);
      append(ours, account.id, commitment.start);
    }
  }
  return { pinned, broken };
}

function append(touches: Map<string, Minute[]>, account: string, at: string): void {
  const known = touches.get(account) ?? [];
  touches.set(account, known);
  known.push(epochMinutes(at));
}
