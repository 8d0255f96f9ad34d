import { describe, expect, it } from 'vitest';
import { auditPlan } from '../../core/audit/audit.ts';
import type { Unscheduled } from '../../core/model/plan.ts';
import { Policy } from '../../core/model/policy.ts';
import { Portfolio } from '../../core/model/portfolio.ts';
import { planPortfolio } from '../../core/schedule/plan-portfolio.ts';
import { digests } from './digests.ts';

type Row = Readonly<Record<string, unknown>>;
type Change = Unscheduled['cheapestChange'];

interface World {
  readonly account?: Row;
  readonly engagement?: Row;
  readonly rep?: Row;
  readonly policy?: Row;
  readonly ledger?: readonly Row[];
  /** More engagements, and more accounts for them. */
  readonly others?: readonly Row[];
}

/** One rep on Monday, 2026-11-23, from 9 to 17 in Berlin; E is the engagement in question, with account A. */
function planOf({ account = {}, engagement = {}, rep = {}, policy = {}, ledger = [], others = [] }: World) {
  const customer = {
    ...{ stake: 1_000_000, loss: { probability: 0.5, withinDays: 30 }, timeZone: 'Europe/Berlin', jurisdiction: 'DE' },
    hours: [{ days: ['mo'], from: '08:00', to: '18:00' }],
  };
  const asked = { kind: 'review', channel: 'video', minutes: 60, effect: 0.5, requested: true };
  const monday = { earliest: '2026-11-23', due: '2026-11-23' };
  const portfolio = Portfolio.parse({
    contract: 'portfolio/1',
    asOf: '2026-11-22T12:00:00Z',
    currency: 'EUR',
    horizon: { start: '2026-11-23', days: 2, slotMinutes: 15 },
    accounts: [
      { id: 'A', ...customer, ...account },
      ...others.filter((other) => other['account'] !== 'A').map((other) => ({ id: other['account'], ...customer })),
    ],
    engagements: [
      { id: 'E', account: 'A', ...asked, ...monday, ...engagement },
      ...others.map((other) => ({ ...asked, ...monday, ...other })),
    ],
    reps: [
      {
        ...{ id: 'R', team: 'T', timeZone: 'Europe/Berlin', hours: [{ days: ['mo'], from: '09:00', to: '17:00' }] },
        ...{ maxMinutesPerDay: 480, maxEngagementsPerDay: 8, ...rep },
      },
    ],
    ledger,
  });
  const rules = Policy.parse({
    contract: 'policy/1',
    risk: { measure: 'neutral' },
    ...policy,
    rep: { bufferMinutes: 0, breakAfter: 50, loadCeiling: 1, ...Object(policy['rep']) },
  });
  const plan = planPortfolio({ portfolio, policy: rules, digests });
  expect(auditPlan({ portfolio, policy: rules, published: null, plan }).findings).toEqual([]);
  return plan;
}

const leftOut = (world: World): Unscheduled | undefined =>
  planOf(world).unscheduled.find(({ engagement }) => engagement === 'E');

/** The rep works from `from` on, so much longer, with a daily cap as much higher. */
const longer =
  (from: string, cap = 480) =>
  ({ rep, day, minutes = 0 }: Change): Pick<World, 'rep'> => {
    expect([rep, day]).toEqual(['R', '2026-11-23']);
    const end = Number(from.slice(0, 2)) * 60 + minutes;
    const two = (part: number) => String(part).padStart(2, '0');
    const until = `${two(Math.floor(end / 60))}:${two(end % 60)}`;
    return { rep: { hours: [{ days: ['mo'], from: '09:00', to: until }], maxMinutesPerDay: cap + minutes } };
  };

const CASES: readonly (readonly [string, World, Partial<Unscheduled>, (change: Change) => World])[] = [
  [
    'minutes of a rep: the shift is too short',
    { engagement: { minutes: 300 }, rep: { hours: [{ days: ['mo'], from: '09:00', to: '13:00' }] } },
    { cause: 'too-long', cheapestChange: { kind: 'rep-minutes', rep: 'R', day: '2026-11-23', minutes: 60 } as Change },
    longer('13:00'),
  ],
  [
    'minutes of a rep: the daily cap is too low',
    { engagement: { minutes: 120 }, rep: { maxMinutesPerDay: 90 } },
    { cause: 'too-long', cheapestChange: { kind: 'rep-minutes', rep: 'R', day: '2026-11-23', minutes: 30 } as Change },
    longer('17:00', 90),
  ],
  [
    'minutes of a rep: the load ceiling is too low',
    { engagement: { minutes: 240 }, policy: { rep: { loadCeiling: 0.4 } } },
    { cause: 'too-long', cheapestChange: { kind: 'rep-minutes', rep: 'R', day: '2026-11-23', minutes: 120 } as Change },
    longer('17:00'),
  ],
  [
    'minutes of a rep: the customer is open after work only',
    { account: { hours: [{ days: ['mo'], from: '16:30', to: '18:00' }] } },
    { cause: 'no-window', cheapestChange: { kind: 'rep-minutes', rep: 'R', day: '2026-11-23', minutes: 30 } as Change },
    longer('17:00'),
  ],
  [
    'minutes of a rep: what is mandatory fills the day',
    { others: [{ id: 'M', account: 'B', minutes: 480, mandatory: true }] },
    { cause: 'outbid', cheapestChange: { kind: 'rep-minutes', rep: 'R', day: '2026-11-23', minutes: 60 } as Change },
    longer('17:00'),
  ],
  [
    'a skill',
    { engagement: { skills: ['s'] } },
    { cause: 'no-skill', cheapestChange: { kind: 'rep-skill', rep: 'R' } as Change },
    () => ({ rep: { skills: ['s'] } }),
  ],
  [
    'a language',
    { engagement: { languages: ['fr'] } },
    { cause: 'no-language', cheapestChange: { kind: 'rep-language', rep: 'R' } as Change },
    () => ({ rep: { languages: ['fr'] } }),
  ],
  [
    'a role',
    { engagement: { roles: ['lead'] } },
    { cause: 'no-role', cheapestChange: { kind: 'rule', rule: 'role' } },
    () => ({ rep: { role: 'lead' } }),
  ],
  [
    'a team',
    { engagement: { teams: ['U'] } },
    { cause: 'no-team', cheapestChange: { kind: 'rule', rule: 'team' } },
    () => ({ rep: { team: 'U' } }),
  ],
  [
    'consent',
    { account: { contact: { consent: { video: { given: false, at: '2026-01-01' } } } } },
    { cause: 'consent', cheapestChange: { kind: 'rule', rule: 'consent' } },
    () => ({ account: { contact: { consent: { video: { given: true, at: '2026-11-01' } } } } }),
  ],
  [
    'the end of a silence',
    { account: { jurisdiction: 'FR', contact: { consumer: true, refusedAt: '2026-11-10' } } },
    { cause: 'silence-after-refusal', cheapestChange: { kind: 'rule', rule: 'silence' } },
    () => ({ account: { jurisdiction: 'FR', contact: { consumer: true } } }),
  ],
  [
    'a wider window',
    { account: { closed: ['2026-11-23'] } },
    { cause: 'no-window', cheapestChange: { kind: 'rule', rule: 'window' } },
    () => ({ account: { closed: [] } }),
  ],
  [
    'a looser contact cap',
    {
      policy: { contact: { caps: [{ touches: 1, days: 30 }], minimumGapHours: 0 } },
      ledger: [{ account: 'A', at: '2026-11-10T10:00:00Z', channel: 'email' }],
    },
    { cause: 'contact-cap', cheapestChange: { kind: 'rule', rule: 'contact-cap' } },
    () => ({ policy: { contact: { caps: [{ touches: 2, days: 30 }], minimumGapHours: 0 } } }),
  ],
  [
    'a shorter minimum gap',
    { ledger: [{ account: 'A', at: '2026-11-22T10:00:00Z', channel: 'email' }] },
    { cause: 'minimum-gap', cheapestChange: { kind: 'rule', rule: 'minimum-gap' } },
    () => ({ policy: { contact: { minimumGapHours: 12 } } }),
  ],
  [
    'a place for what comes before',
    {
      engagement: { after: ['F'], due: '2026-11-24' },
      account: { hours: [{ days: ['mo', 'tu'], from: '08:00', to: '18:00' }] },
      rep: { hours: [{ days: ['mo', 'tu'], from: '09:00', to: '17:00' }] },
      others: [{ id: 'F', account: 'A', skills: ['s'] }],
      policy: { contact: { minimumGapHours: 12 } },
    },
    { cause: 'precedence', cheapestChange: { kind: 'rule', rule: 'precedence' } },
    () => ({ rep: { skills: ['s'] } }),
  ],
  [
    'a larger contact budget',
    { policy: { budget: { contacts: { soft: 0, hard: 0 } } } },
    { cause: 'budget', cheapestChange: { kind: 'rule', rule: 'budget' } },
    () => ({ policy: { budget: { contacts: { soft: 1, hard: 1 } } } }),
  ],
  [
    'value, where it is worth less than its cost',
    { account: { stake: 1_000 } },
    { cause: 'not-worthwhile' },
    ({ value = 0 }) => ({ account: { stake: raised(1_000, value) } }),
  ],
  [
    'value, where others are worth more',
    { account: { stake: 100_000 }, others: [{ id: 'F', account: 'B', minutes: 480 }] },
    { cause: 'outbid' },
    ({ value = 0 }) => ({ account: { stake: raised(100_000, value) } }),
  ],
];

/** The stake at which E, alone on Monday, protects so much more. */
function raised(stake: number, value: number): number {
  const lost = -Math.expm1(Math.log1p(-0.5) / 30);
  return Math.ceil(stake + (value + 1) / (0.5 * (0.5 - lost)));
}

describe('the cheapest change', () => {
  it.each(CASES)('brings the engagement in once it is made: %s', (_, world, expected, made) => {
    const item = leftOut(world);
    expect(item).toMatchObject(expected);
    const change = item!.cheapestChange;
    if (change.kind === 'value') expect(change.value).toBeGreaterThan(0);
    const now = made(change);
    const merged: World = {
      ...world,
      ...now,
      account: { ...world.account, ...now.account },
      engagement: { ...world.engagement, ...now.engagement },
      rep: { ...world.rep, ...now.rep },
      policy: { ...world.policy, ...now.policy },
    };
    const plan = planOf(merged);
    expect(plan.assignments.map(({ engagement }) => engagement)).toContain('E');
  });

  it('is named for every kind there is', () => {
    const kinds = new Set(CASES.map(([, world]) => leftOut(world)?.cheapestChange.kind));
    expect([...kinds].sort()).toEqual(['rep-language', 'rep-minutes', 'rep-skill', 'rule', 'value']);
  });

  it('is nothing where the customer objected', () => {
    const item = leftOut({ account: { contact: { objected: true } } });
    expect(item).toMatchObject({ cause: 'objection', cheapestChange: { kind: 'none' } });
  });

  it('is no larger than it must be: a minute less of the rep leaves it out', () => {
    const world: World = {
      engagement: { minutes: 300 },
      rep: { hours: [{ days: ['mo'], from: '09:00', to: '13:00' }] },
    };
    const { cheapestChange } = leftOut(world)!;
    const short = longer('13:00')({ ...cheapestChange, minutes: cheapestChange.minutes! - 1 });
    expect(leftOut({ ...world, ...short })?.cause).toBe('too-long');
  });
});
