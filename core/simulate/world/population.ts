import { AccountId, EngagementId, RepId } from '../../model/ids.ts';
import type { Channel } from '../../model/portfolio.ts';
import type { Draws } from './draws.ts';
import type { Scenario } from './scenario.ts';

/** What is true of an account for as long as it is a customer, whether anybody knows it or not. */
export interface AccountTruth {
  readonly id: AccountId;
  readonly tier: 'smb' | 'mid' | 'enterprise';
  readonly region: 'emea' | 'amer';
  readonly timeZone: string;
  readonly jurisdiction: string;
  /** Cents. */
  readonly stake: number;
  readonly vulnerable: boolean;
  /** Length of a contract period, days, and how much of the first had passed when the customer entered this world. */
  readonly periodDays: number;
  readonly elapsed: number;
  /** Chance of being lost within one period if nobody acts, and the shape of the hazard. */
  readonly probability: number;
  readonly shape: number;
  /** Multiplies the effect of every conversation. */
  readonly responsiveness: number;
  readonly show: number;
  readonly owner: number;
  /** When the customer can be met, local; null: the usual hours. */
  readonly hours: { readonly from: string; readonly to: string } | null;
}

/** What is true of one conversation. */
export interface EngagementTruth {
  readonly id: EngagementId;
  readonly kind: string;
  readonly channel: Channel;
  readonly minutes: number;
  /** Chance that it saves the account for this period, once held by its owner. */
  readonly effect: number;
  /** Days after it was asked for on which it is due. */
  readonly days: number;
  readonly skilled: boolean;
}

export interface RepTruth {
  readonly id: RepId;
  readonly team: string;
  readonly timeZone: string;
  readonly skills: readonly string[];
}

const PLACES = {
  emea: { timeZone: 'Europe/Berlin', jurisdiction: 'DE', team: 'Berlin' },
  amer: { timeZone: 'America/New_York', jurisdiction: 'US-NY', team: 'Boston' },
} as const;

const KINDS = [
  { kind: 'save-call', channel: 'phone', minutes: 30, effect: 0.45 },
  { kind: 'renewal-call', channel: 'phone', minutes: 45, effect: 0.4 },
  { kind: 'business-review', channel: 'video', minutes: 45, effect: 0.6 },
  { kind: 'follow-up', channel: 'phone', minutes: 15, effect: 0.15 },
] as const;

/** No conversation saves everybody. */
const SUREST = 0.95;

/** A third of the customers can be met in the morning only, a third in the afternoon. */
const HOURS = [null, { from: '09:00', to: '12:00' }, { from: '13:00', to: '17:30' }] as const;

/** The `generation`-th customer in a place of the book: when one is lost, another takes the place after a while. */
export function accountTruth(scenario: Scenario, draws: Draws, slot: number, generation: number): AccountTruth {
  const name = `${String(slot).padStart(3, '0')}-${generation}`;
  const draw = (position: number) => draws.at(`account/${name}`, position);
  const size = draw(0);
  const tier = size < 0.55 ? 'smb' : size < 0.85 ? 'mid' : 'enterprise';
  const typical = { smb: 800_000, mid: 2_000_000, enterprise: 5_000_000 }[tier];
  // By place, so that both groups are about half whatever the seed.
  const region = slot % 2 === 0 ? 'emea' : 'amer';
  const { timeZone, jurisdiction } = PLACES[region];
  const periodDays = 60 + Math.floor(draw(1) * 121);
  return {
    id: AccountId.parse(`A-${name}`),
    tier,
    region,
    timeZone,
    jurisdiction,
    stake: Math.round(typical * Math.exp(0.5 * draws.normal(`account/${name}/stake`))),
    vulnerable: draw(2) < 0.05,
    periodDays,
    elapsed: generation === 0 ? Math.floor(draw(3) * periodDays) : 0,
    probability: 0.02 + (scenario.danger - 0.02) * draw(4) ** 2,
    shape: 1 + draw(5),
    responsiveness: 0.1 + 1.3 * draw(6) ** 2,
    show: 0.7 + 0.28 * draw(7),
    owner: 2 * Math.floor(draw(8) * Math.floor((scenario.reps + (slot % 2 === 0 ? 1 : 0)) / 2)) + (slot % 2),
    hours: HOURS[Math.floor(3 * draw(9))] ?? null,
  };
}

/** The conversation that a place of the book asks for on a day, or null. Only drawn, whoever sits there. */
export function demandOf(scenario: Scenario, draws: Draws, slot: number, day: number): EngagementTruth | null {
  if (draws.at(`demand/${slot}`, day) >= scenario.demand) return null;
  const kind = KINDS[draws.integer(`kind/${slot}`, day, 0, KINDS.length - 1)]!;
  return {
    id: EngagementId.parse(`E-${String(slot).padStart(3, '0')}-${String(day).padStart(4, '0')}`),
    kind: kind.kind,
    channel: kind.channel,
    minutes: kind.minutes,
    effect: kind.effect * (0.7 + 0.6 * draws.at(`effect/${slot}`, day)),
    days: draws.integer(`due/${slot}`, day, 4, 13),
    skilled: kind.kind === 'business-review',
  };
}

/** Chance that a conversation saves this customer, once held by the owner. */
export function trueEffect({ effect }: EngagementTruth, { responsiveness }: AccountTruth): number {
  return Math.min(SUREST, effect * responsiveness);
}

/** Reps of both continents in turn; all but every third can hold a review. */
export function repTruths(scenario: Scenario): readonly RepTruth[] {
  return Array.from({ length: scenario.reps }, (_, index) => {
    const { team, timeZone } = PLACES[index % 2 === 0 ? 'emea' : 'amer'];
    return {
      id: RepId.parse(`R-${String(index + 1).padStart(2, '0')}`),
      team,
      timeZone,
      skills: index % 3 === 2 ? [] : ['review'],
    };
  });
}
