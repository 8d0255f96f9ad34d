import { type RandomStream, randomStream } from '../numeric/random-stream.ts';

/** How large the example is; the checked-in one uses the defaults. */
export interface ExampleSize {
  readonly accounts: number;
  readonly reps: number;
}

/**
 * A portfolio/1 body that shows every feature of the contract: a team in three time zones that speaks two languages,
 * renewals, expansions and deals, some with a forecast of the CRM and some with features for the scorecard model. Made
 * from a seed alone, so the same seed gives the same bytes; no person or company in it exists.
 */
export function examplePortfolio(seed: number, scorecard: unknown, size: ExampleSize = { accounts: 300, reps: 12 }) {
  const accounts = Array.from({ length: size.accounts }, (_, index) => account(seed, index, size.reps));
  return {
    contract: 'portfolio/1',
    asOf: '2026-11-23T06:00:00Z',
    currency: 'USD',
    horizon: { start: '2026-11-23', days: 5, slotMinutes: 15 },
    equityGroups: ['tier', 'region'],
    scorecard: { model: scorecard, withinDays: 90, shape: 1.2 },
    accounts,
    engagements: accounts.flatMap((item, index) => engagements(seed, item, index)),
    reps: Array.from({ length: size.reps }, (_, index) => rep(seed, index)),
    ledger: accounts.flatMap((item, index) => ledger(seed, item.id, index)),
  };
}

/** Customers of past years with what became of them, for fitting the example's scorecard. Rows of features and 0/1. */
export function exampleHistory(seed: number, rows = 1_500): { features: Features; lost: 0 | 1 }[] {
  return Array.from({ length: rows }, (_, index) => {
    const random = randomStream(seed, `history/${index}`);
    const made = features(random);
    const danger =
      -2.2 + 1.4 * (made.contract === 'monthly' ? 1 : 0) + 0.25 * made.ticketsLast90Days - 2 * made.seatsUsedShare;
    return { features: made, lost: random.uniform() < 1 / (1 + Math.exp(-danger)) ? 1 : 0 };
  });
}

interface Features {
  readonly contract: 'annual' | 'monthly';
  readonly monthsAsCustomer: number;
  readonly ticketsLast90Days: number;
  readonly seatsUsedShare: number;
}

interface Place {
  readonly region: string;
  readonly timeZone: string;
  readonly jurisdiction: string;
  readonly language: string;
}

const PLACES: readonly Place[] = [
  { region: 'dach', timeZone: 'Europe/Berlin', jurisdiction: 'DE', language: 'de' },
  { region: 'dach', timeZone: 'Europe/Vienna', jurisdiction: 'AT', language: 'de' },
  { region: 'emea', timeZone: 'Europe/Paris', jurisdiction: 'FR', language: 'en' },
  { region: 'emea', timeZone: 'Europe/London', jurisdiction: 'GB', language: 'en' },
  { region: 'amer', timeZone: 'America/New_York', jurisdiction: 'US-NY', language: 'en' },
  { region: 'amer', timeZone: 'America/New_York', jurisdiction: 'US-FL', language: 'en' },
  { region: 'amer', timeZone: 'America/Toronto', jurisdiction: 'CA', language: 'en' },
  { region: 'apac', timeZone: 'Australia/Sydney', jurisdiction: 'AU', language: 'en' },
];
const TEAMS = [
  { team: 'Berlin', timeZone: 'Europe/Berlin', languages: ['de', 'en'] },
  { team: 'Boston', timeZone: 'America/New_York', languages: ['en'] },
  { team: 'Sydney', timeZone: 'Australia/Sydney', languages: ['en'] },
] as const;
/** Which team looks after a region first. */
const HOME: Readonly<Record<string, number>> = { dach: 0, emea: 0, amer: 1, apac: 2 };
const WEEKDAYS = ['mo', 'tu', 'we', 'th', 'fr'] as const;

function account(seed: number, index: number, reps: number) {
  const random = randomStream(seed, `account/${index}`);
  const place = pick(random, PLACES);
  const tier = weighted(random, [
    ['smb', 0.6],
    ['mid', 0.3],
    ['enterprise', 0.1],
  ] as const);
  const size = { smb: 6_000, mid: 30_000, enterprise: 180_000 }[tier];
  const stake = Math.round(size * (0.4 + 1.6 * random.uniform())) * 100;
  const team = HOME[place.region] ?? 0;
  const owner = `R-${String(1 + team + 3 * random.integer(0, Math.floor(reps / 3) - 1)).padStart(2, '0')}`;
  const known = random.uniform() < 0.8;
  const consumer = place.jurisdiction === 'FR' && random.uniform() < 0.2;
  return {
    id: `A-${String(index + 1).padStart(3, '0')}`,
    stake,
    stakeKind: weighted(random, [
      ['renewal', 0.7],
      ['expansion', 0.2],
      ['deal', 0.1],
    ] as const),
    ...(known ? { loss: loss(random) } : {}),
    ...(known ? {} : { features: features(random) }),
    groups: { tier, region: place.region },
    ...(random.uniform() < 0.85 ? { owner } : {}),
    timeZone: place.timeZone,
    jurisdiction: place.jurisdiction,
    ...(index % 41 === 7 ? { alternatives: [{ timeZone: 'America/Chicago', jurisdiction: 'US-OK' }] } : {}),
    ...(index % 3 === 0 ? { hours: [{ days: WEEKDAYS, from: '08:30', to: '17:30' }] } : {}),
    ...(place.jurisdiction.startsWith('US') ? { closed: ['2026-11-26'] } : {}),
    contact: contact(random, index, consumer),
    ...(index % 29 === 3 ? { passedOver: 1 + (index % 3) } : {}),
  };
}
type ExampleAccount = ReturnType<typeof account>;

function loss(random: RandomStream) {
  return {
    probability: Math.round(1_000 * (0.03 + 0.6 * random.uniform() ** 2)) / 1_000,
    withinDays: pick(random, [30, 60, 90]),
    shape: pick(random, [1, 1.3, 1.6]),
    source: 'crm',
  };
}

function features(random: RandomStream): Features {
  return {
    contract: random.uniform() < 0.4 ? 'monthly' : 'annual',
    monthsAsCustomer: random.integer(1, 72),
    ticketsLast90Days: Math.floor(-2 * Math.log(1 - random.uniform())),
    seatsUsedShare: Math.round(100 * random.uniform()) / 100,
  };
}

function contact(random: RandomStream, index: number, consumer: boolean) {
  return {
    ...(index % 53 === 11 ? { objected: true } : {}),
    ...(index % 37 === 5 ? { vulnerable: true } : {}),
    ...(index % 61 === 20 ? { refusedAt: '2026-10-30' } : {}),
    consumer,
    ...(consumer && random.uniform() < 0.5 ? { runningContract: false } : {}),
    consent: {
      phone: { given: random.uniform() < 0.97, at: '2026-01-05', source: 'order form' },
      ...(random.uniform() < 0.5 ? { video: { given: true, at: '2026-03-12' } } : {}),
    },
  };
}

const KINDS = [
  { kind: 'save-call', channel: 'phone', minutes: 30, effect: 0.3 },
  { kind: 'renewal-call', channel: 'phone', minutes: 45, effect: 0.35 },
  { kind: 'business-review', channel: 'video', minutes: 60, effect: 0.45 },
  { kind: 'onboarding', channel: 'video', minutes: 60, effect: 0.4 },
  { kind: 'demo', channel: 'video', minutes: 45, effect: 0.25 },
] as const;

function engagements(seed: number, item: ExampleAccount, index: number) {
  const random = randomStream(seed, `engagements/${item.id}`);
  const number = String(index + 1).padStart(3, '0');
  const german = item.groups.region === 'dach' && random.uniform() < 0.6;
  const enterprise = item.groups.tier === 'enterprise';
  const { effect, ...first } = pick(random, KINDS);
  const visit = item.timeZone === 'Europe/Berlin' && index % 19 === 2;
  const base = {
    id: `E-${number}`,
    account: item.id,
    ...first,
    ...(visit ? { kind: 'site-visit', channel: 'in-person', minutes: 120 } : {}),
    effect: Math.round(100 * effect * (0.7 + 0.6 * random.uniform())) / 100,
    show: Math.round(100 * (0.75 + 0.2 * random.uniform())) / 100,
    earliest: pick(random, ['2026-11-23', '2026-11-23', '2026-11-23', '2026-11-24']),
    due: pick(random, ['2026-11-27', '2026-11-27', '2026-12-04', '2026-11-25']),
    skills: enterprise ? ['enterprise'] : [],
    languages: german ? ['de'] : ['en', 'de'],
    ...(enterprise && index % 2 === 0 ? { roles: ['senior'] } : {}),
    ...(item.groups.region === 'apac' ? { teams: ['Sydney'] } : {}),
    ...(index % 31 === 9 ? { mandatory: true } : {}),
    ...(index % 23 === 4 ? { requested: true } : {}),
  };
  if (index % 4 !== 1) return [base];
  const followUp = {
    id: `E-${number}b`,
    account: item.id,
    kind: 'follow-up',
    channel: 'phone',
    minutes: 30,
    effect: 0.2,
    show: 0.9,
    earliest: '2026-11-24',
    due: '2026-11-27',
    languages: base.languages,
    after: [base.id],
  };
  return [base, followUp];
}

function rep(seed: number, index: number) {
  const random = randomStream(seed, `rep/${index}`);
  const team = TEAMS[index % TEAMS.length] ?? TEAMS[0];
  const hours = index % 6 === 4 ? { from: '08:00', to: '14:00' } : { from: '09:00', to: '17:30' };
  return {
    id: `R-${String(index + 1).padStart(2, '0')}`,
    team: team.team,
    role: index < 6 ? 'senior' : 'associate',
    timeZone: team.timeZone,
    hours: [{ days: WEEKDAYS, ...hours }],
    busy: [busy(random, team.timeZone, 24), busy(random, team.timeZone, 26)],
    ...(index === 5 ? { leave: [{ from: '2026-11-26', to: '2026-11-30' }] } : {}),
    skills: index < 6 || index % 2 === 0 ? ['enterprise'] : [],
    languages: team.languages,
    maxMinutesPerDay: 270,
    maxEngagementsPerDay: 6,
    history: { availableMinutes: index === 5 ? 4_800 : 9_600, heldMinutes: random.integer(3_000, 4_500) },
  };
}

/** An hour of internal meeting in the morning of that November day, in UTC. */
function busy(random: RandomStream, timeZone: string, day: number) {
  const morning = { 'Europe/Berlin': 9, 'America/New_York': 15, 'Australia/Sydney': 23 }[timeZone] ?? 9;
  const hour = Math.min(22, morning + random.integer(0, 2));
  const at = (minutes: string) => `2026-11-${day}T${String(hour).padStart(2, '0')}:${minutes}:00Z`;
  return { from: at('00'), to: at('50') };
}

function ledger(seed: number, account: string, index: number) {
  const random = randomStream(seed, `ledger/${account}`);
  if (index % 3 !== 0) return [];
  const day = (latest: number) => String(random.integer(1, latest)).padStart(2, '0');
  const first = { account, at: `2026-11-${day(15)}T10:00:00Z`, channel: 'email' };
  const recent = { account, at: `2026-11-${index % 2 === 0 ? '22' : '18'}T13:05:00Z`, channel: 'phone' };
  return index % 5 === 0 ? [first, recent] : [first];
}

function pick<T>(random: RandomStream, list: readonly T[]): T {
  const chosen = list[random.integer(0, list.length - 1)];
  if (chosen === undefined) throw new RangeError('pick needs a list that is not empty');
  return chosen;
}

function weighted<T>(random: RandomStream, choices: readonly (readonly [T, number])[]): T {
  let left = random.uniform() * choices.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [choice, weight] of choices) {
    left -= weight;
    if (left < 0) return choice;
  }
  return pick(random, choices)[0];
}
