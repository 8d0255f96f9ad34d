import type { Commitment } from '../../model/plan.ts';
import type { Account, Engagement } from '../../model/portfolio.ts';
import { believedEffect, forecastLoss } from './forecast.ts';
import { type AccountTruth, type EngagementTruth, trueEffect } from './population.ts';
import type { OpenEngagement, WorldState } from './state.ts';
import type { World } from './world.ts';

/** 5:00 UTC: before anybody works, on both continents. */
export function asOfDay(world: World, day: number): string {
  return `${world.date(day)}T05:00:00Z`;
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
    ...(account.passedSince === null ? {} : { passedOverSince: world.date(account.passedSince) }),
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
    effect: believedEffect(world, open.id, trueEffect(truth, account)),
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

function ownerOf(world: World, truth: AccountTruth) {
  return world.reps[truth.owner % world.reps.length]!.id;
}
