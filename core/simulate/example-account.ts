import { type RandomStream, randomStream } from '../numeric/random-stream.ts';
import { pick, weighted } from './draw.ts';
import { exampleFeatures } from './example-history.ts';

export type ExampleAccount = ReturnType<typeof exampleAccount>;

interface Place {
  readonly region: 'dach' | 'emea' | 'amer' | 'apac';
  readonly timeZone: string;
  readonly jurisdiction: string;
}

const PLACES: readonly (readonly [Place, number])[] = [
  [{ region: 'dach', timeZone: 'Europe/Berlin', jurisdiction: 'DE' }, 3],
  [{ region: 'dach', timeZone: 'Europe/Vienna', jurisdiction: 'AT' }, 1],
  [{ region: 'emea', timeZone: 'Europe/Paris', jurisdiction: 'FR' }, 2],
  [{ region: 'emea', timeZone: 'Europe/London', jurisdiction: 'GB' }, 2],
  [{ region: 'amer', timeZone: 'America/New_York', jurisdiction: 'US-NY' }, 2],
  [{ region: 'amer', timeZone: 'America/New_York', jurisdiction: 'US-FL' }, 1],
  [{ region: 'amer', timeZone: 'America/Los_Angeles', jurisdiction: 'US-WA' }, 1],
  [{ region: 'amer', timeZone: 'America/Toronto', jurisdiction: 'CA' }, 1],
  [{ region: 'apac', timeZone: 'Australia/Sydney', jurisdiction: 'AU' }, 1.6],
];
/** Which team looks after a region first. */
const HOME = { dach: 'Berlin', emea: 'Berlin', amer: 'Boston', apac: 'Sydney' } as const;
/** One account in 59 holds its conversation by text messages, and has agreed to that. */
export const BY_TEXT = 41;
const WEEKDAYS = ['mo', 'tu', 'we', 'th', 'fr'];

/** One account at stake, as a body of portfolio/1. `reps` are the ids and teams its owner comes from. */
export function exampleAccount(
  seed: number,
  index: number,
  reps: readonly { readonly id: string; readonly team: string }[],
) {
  const random = randomStream(seed, `account/${index}`);
  const place = weighted(random, PLACES);
  const tier = weighted(random, [
    ['smb', 0.6],
    ['mid', 0.28],
    ['enterprise', 0.12],
  ] as const);
  const size = { smb: 6_000, mid: 30_000, enterprise: 160_000 }[tier];
  const owners = reps.filter(({ team }) => team === HOME[place.region]);
  const scored = index % 5 === 2;
  const consumer = place.jurisdiction === 'FR' && index % 4 === 0;
  return {
    id: `A-${String(index + 1).padStart(3, '0')}`,
    // One in 97 is a free account: worth less than the call that would keep it.
    stake: index % 97 === 33 ? 900 : Math.round(size * (0.4 + 1.6 * random.uniform())) * 100,
    stakeKind: weighted(random, [
      ['renewal', 0.65],
      ['expansion', 0.2],
      ['deal', 0.1],
      ['other', 0.05],
    ] as const),
    ...(scored ? { features: features(random, index) } : { loss: loss(random, index) }),
    groups: { tier, region: place.region },
    ...(random.uniform() < 0.85 && owners.length > 0 ? { owner: pick(random, owners).id } : {}),
    timeZone: place.timeZone,
    jurisdiction: place.jurisdiction,
    ...(index % 41 === 7 ? { alternatives: [{ timeZone: 'America/Chicago', jurisdiction: 'US-OK' }] } : {}),
    ...hours(index),
    ...closed(index, place.jurisdiction),
    contact: contact(random, index, consumer, place.jurisdiction),
    ...(index % 29 === 3 ? passedOver(index % 3) : {}),
  };
}

/** Planned once a week until now: passed over in one, two or three of those plans. */
function passedOver(weeks: number) {
  return { passedOver: 1 + weeks, passedOverSince: ['2026-11-16', '2026-11-09', '2026-10-30'][weeks] };
}

/** One slip of an export, a percentage where a share belongs: data quality is worth a look. */
function features(random: RandomStream, index: number) {
  const known = exampleFeatures(random);
  return index % 150 === 2 ? { ...known, seatsUsedShare: 40 } : known;
}

function loss(random: RandomStream, index: number) {
  return {
    probability: Math.round(1_000 * (0.03 + 0.6 * random.uniform() ** 2)) / 1_000,
    withinDays: pick(random, [30, 60, 90]),
    shape: pick(random, [1, 1.3, 1.6]),
    source: index % 43 === 6 ? 'manual' : index % 43 === 16 ? 'model' : 'crm',
  };
}

/** A third have hours of their own, some a lunch break, a few are open on Saturdays or all week. */
function hours(index: number) {
  if (index % 3 !== 0) return {};
  if (index % 60 === 30) return { hours: [{ days: [...WEEKDAYS, 'sa', 'su'], from: '10:00', to: '16:00' }] };
  if (index % 12 === 3)
    return {
      hours: [
        { days: WEEKDAYS, from: '08:30', to: '12:00' },
        { days: WEEKDAYS.slice(0, 4), from: '13:00', to: '17:00' },
      ],
    };
  return { hours: [{ days: WEEKDAYS, from: '08:30', to: '17:30' }] };
}

/** Thanksgiving in the United States; two plants are shut for the whole week. */
function closed(index: number, jurisdiction: string) {
  if (index % 150 === 108) return { closed: ['23', '24', '25', '26', '27'].map((day) => `2026-11-${day}`) };
  return jurisdiction.startsWith('US') ? { closed: ['2026-11-26'] } : {};
}

function contact(random: RandomStream, index: number, consumer: boolean, jurisdiction: string) {
  const refused = (jurisdiction === 'US-WA' && index % 5 === 0) || (consumer && index % 8 === 0);
  return {
    ...(index % 53 === 11 ? { objected: true } : {}),
    ...(index % 37 === 5 ? { vulnerable: true } : {}),
    ...(refused ? { refusedAt: '2026-10-30' } : {}),
    ...(consumer ? { consumer } : {}),
    ...(consumer && index % 3 === 0 ? { runningContract: false } : {}),
    consent: {
      phone: { given: random.uniform() < 0.96, at: '2026-01-05', source: 'order form' },
      ...(random.uniform() < 0.5 ? { video: { given: true, at: '2026-03-12' } } : {}),
      ...(index % 59 === BY_TEXT ? { sms: { given: true, at: '2026-04-20', source: 'order form' } } : {}),
    },
  };
}
