import { Policy } from '../../core/model/policy.ts';
import { Portfolio } from '../../core/model/portfolio.ts';
import { type RandomStream, randomStream } from '../../core/numeric/random-stream.ts';

const WEEK = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'];
const ASK = { channel: 'video', kind: 'review', show: 1 };

/** A portfolio small enough to try every plan: one or two reps, up to three days of a few half-hour slots. */
export function tinyPortfolio(seed: number): { portfolio: Portfolio; policy: Policy } {
  const random = randomStream(seed, 'tiny');
  const pick = <T>(...choices: readonly T[]): T => choices[random.integer(0, choices.length - 1)]!;
  const days = random.integer(1, 3);
  const reps = Array.from({ length: random.integer(1, 2) }, (_, r) => ({
    id: `R${r}`,
    team: pick('T1', 'T2'),
    timeZone: pick('Europe/Berlin', 'Europe/London'),
    hours: [{ days: WEEK, from: '10:00', to: pick('11:30', '12:00', '12:30') }],
    busy: random.uniform() < 0.2 ? [{ from: '2026-11-23T10:00:00Z', to: '2026-11-23T10:20:00Z' }] : [],
    skills: pick([], ['s']),
    languages: ['en'],
    maxMinutesPerDay: pick(60, 90, 480),
    maxEngagementsPerDay: pick(1, 2, 3, 8),
    // No draw of the stream: the worlds stay the same with and without history.
    ...(seed % 3 === 0 ? { history: { availableMinutes: 1_000, heldMinutes: r === 0 ? 900 : 300 } } : {}),
  }));
  const accounts = Array.from({ length: random.integer(1, 4) }, (_, a) => ({
    id: `A${a}`,
    stake: random.integer(1_000, 100_000),
    loss: { probability: random.uniform(), withinDays: pick(3, 30), shape: pick(0.5, 1, 2) },
    ...(random.uniform() < 0.5 ? { owner: 'R0' } : {}),
    timeZone: 'Europe/Berlin',
    jurisdiction: 'DE',
    hours: [{ days: WEEK, from: '08:00', to: '18:00' }],
    contact: {
      objected: random.uniform() < 0.05,
      consent: random.uniform() < 0.05 ? { video: { given: false, at: '2026-01-01' } } : {},
    },
  }));
  const engagements = Array.from({ length: random.integer(1, 5) }, (_, e) =>
    tinyEngagement(random, e, accounts.length, days),
  );
  const portfolio = Portfolio.parse({
    contract: 'portfolio/1',
    asOf: '2026-11-22T12:00:00Z',
    currency: 'EUR',
    horizon: { start: '2026-11-23', days, slotMinutes: 30 },
    accounts,
    engagements: withOrder(random, engagements),
    reps,
    ledger: accounts
      .filter(() => random.uniform() < 0.2)
      .map(({ id }) => ({ account: id, at: '2026-11-21T10:00:00Z', channel: 'phone' })),
  });
  return { portfolio, policy: tinyPolicy(random) };
}

function tinyEngagement(random: RandomStream, e: number, accounts: number, days: number) {
  const pick = <T>(...choices: readonly T[]): T => choices[random.integer(0, choices.length - 1)]!;
  const first = random.integer(0, days - 1);
  return {
    ...ASK,
    id: `E${e}`,
    account: `A${random.integer(0, accounts - 1)}`,
    minutes: pick(30, 30, 45, 60),
    effect: random.uniform(),
    earliest: `2026-11-${23 + first}`,
    due: `2026-11-${23 + random.integer(first, days - 1)}`,
    skills: random.uniform() < 0.2 ? ['s'] : [],
    requested: true,
    pinned:
      random.uniform() < 0.1 && e === 0
        ? { rep: 'R0', start: `2026-11-${23 + first}T10:${pick('00', '10')}:00Z` }
        : null,
  };
}

/** Sometimes the later of two engagements of an account waits for the earlier. */
function withOrder(random: RandomStream, engagements: readonly ReturnType<typeof tinyEngagement>[]) {
  return engagements.map((engagement, e) => {
    const earlier = engagements.slice(0, e).find(({ account }) => account === engagement.account);
    const after = earlier !== undefined && engagement.pinned === null && random.uniform() < 0.5 ? [earlier.id] : [];
    return { ...engagement, after };
  });
}

function tinyPolicy(random: RandomStream): Policy {
  const pick = <T>(...choices: readonly T[]): T => choices[random.integer(0, choices.length - 1)]!;
  return Policy.parse({
    contract: 'policy/1',
    risk: { measure: pick('neutral', 'evar'), rounds: 1 },
    value: { contactCost: { video: pick(0, 500) } },
    rep: {
      bufferMinutes: pick(0, 10),
      breakAfter: pick(1, 2, 3),
      breakMinutes: pick(0, 30, 60),
      loadCeiling: pick(0.5, 0.85, 1),
    },
    contact: {
      caps: pick([], [{ touches: 1, days: 2 }], [{ touches: 2, days: 7 }]),
      minimumGapHours: pick(0, 0, 20, 48),
      noticeBusinessHours: 0,
    },
    budget: { contacts: { soft: 100, hard: 100 } },
  });
}
