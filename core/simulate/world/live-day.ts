import { epochMinutes } from '../../calendar/minute.ts';
import type { AccountId, EngagementId, RepId } from '../../model/ids.ts';
import type { Commitment } from '../../model/plan.ts';
import type { Touch } from '../../model/portfolio.ts';
import { truthOf } from './crm-view.ts';
import { believedEffect } from './forecast.ts';
import { trueEffect } from './population.ts';
import { dayOfStart, repIndex } from './rep-calendar.ts';
import type { AccountState, OpenEngagement, WorldState } from './state.ts';
import type { World } from './world.ts';

/** Share of the effect that is left when somebody else than the owner calls: true in this world. */
const NOT_OWNER = 0.88;
/** A meeting that begins this many minutes late is one the customer may not wait for. */
const PATIENCE = 10;
const SHOWS_WHEN_LATE = 0.8;

/** What really happened with one meeting. */
export interface Meeting {
  readonly engagement: EngagementId;
  readonly account: AccountId;
  readonly slot: number;
  readonly rep: RepId;
  readonly start: string;
  /** As planned. */
  readonly minutes: number;
  /** What it took; null: nobody came. */
  readonly took: number | null;
  readonly channel: Touch['channel'];
  readonly outcome: 'held' | 'no-show';
  readonly optedOut: boolean;
}

export interface LivedDay {
  readonly accounts: readonly AccountState[];
  readonly engagements: readonly OpenEngagement[];
  readonly meetings: readonly Meeting[];
  /** Meetings that could not take place because the rep fell ill that morning. */
  readonly cancelled: readonly Commitment[];
}

/**
 * One working day: meetings in the order of their start, customers who come or do not, talks that overrun into the next
 * one, customers who have had enough. What a meeting draws depends on its engagement and attempt alone.
 */
export function liveDay(world: World, state: WorldState): LivedDay {
  const accounts = state.accounts.map((account) => ({ ...account }));
  const open = new Map(state.engagements.map((each) => [String(each.id), { ...each }]));
  const meetings: Meeting[] = [];
  const cancelled: Commitment[] = [];
  const busyUntil = new Map<string, number>();
  for (const commitment of todays(world, state)) {
    const engagement = open.get(commitment.engagement);
    const account = accounts[engagement?.slot ?? -1];
    if (engagement === undefined || account === undefined || account.lostOn !== null) continue;
    const rep = repIndex(world, commitment.rep);
    if (world.away(rep, state.day)) {
      cancelled.push(commitment);
      continue;
    }
    meetings.push(meet(world, state.day, commitment, engagement, account, busyUntil));
    if (meetings.at(-1)?.outcome === 'held' || engagement.attempts >= 2) open.delete(engagement.id);
  }
  return { accounts, engagements: [...open.values()], meetings, cancelled };
}

function todays(world: World, { commitments, day }: WorldState): readonly Commitment[] {
  return commitments
    .filter(({ rep, start }) => dayOfStart(world, repIndex(world, rep), epochMinutes(start)) === day)
    .sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : a.engagement < b.engagement ? -1 : 1));
}

/** The state of the evening: what took place or fell through is no commitment any more, and the ledger knows of it. */
export function evening(morning: WorldState, lived: LivedDay): WorldState {
  const gone = new Set<string>([...lived.meetings, ...lived.cancelled].map(({ engagement }) => engagement));
  const touches = lived.meetings.map(({ account, start, channel }) => ({ account, at: start, channel }));
  return {
    ...morning,
    accounts: [...lived.accounts],
    engagements: [...lived.engagements],
    commitments: morning.commitments.filter(({ engagement }) => !gone.has(engagement)),
    ledger: [...morning.ledger, ...touches],
  };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function meet(
  world: World,
  day: number,
  { engagement: id, rep, start }: Commitment,
  engagement: Mutable<OpenEngagement>,
  account: Mutable<AccountState>,
  busyUntil: Map<string, number>,
): Meeting {
  const truth = truthOf(world, engagement);
  const customer = world.account(engagement.slot, account.generation);
  const draw = (what: number) => world.draws.at(`meeting/${id}`, 4 * engagement.attempts + what);
  const from = epochMinutes(start);
  const late = (busyUntil.get(rep) ?? 0) - from;
  const shows = draw(0) < customer.show * (late > PATIENCE ? SHOWS_WHEN_LATE : 1);
  const { fatigue } = world.scenario;
  account.fatigue += 1;
  account.passedOver = 0;
  account.passedSince = null;
  const excess = Math.max(0, account.fatigue - fatigue.tolerance);
  const optedOut = !account.objected && draw(3) < fatigue.optOut + fatigue.optOutGrowth * excess * excess;
  if (optedOut) account.objected = true;
  const took = shows ? truth.minutes * (0.8 + 0.6 * draw(1)) : null;
  if (took !== null) {
    busyUntil.set(rep, Math.max(from, from + late) + took);
    const fit = world.reps[customer.owner % world.reps.length]?.id === rep ? 1 : NOT_OWNER;
    const effect = trueEffect(truth, customer);
    if (draw(2) < effect * fit && day < account.periodStart + customer.periodDays) account.saved = true;
    account.averted *= 1 - believedEffect(world, id, effect) * fit;
  }
  engagement.attempts += 1;
  const outcome = shows ? 'held' : 'no-show';
  const { minutes, channel } = truth;
  return {
    engagement: id,
    account: account.id,
    slot: engagement.slot,
    rep,
    start,
    minutes,
    took,
    channel,
    outcome,
    optedOut,
  };
}
