import { describe, expect, it } from 'vitest';
import { auditPlan } from '../../core/audit/audit.ts';
import { Digest, EngagementId, RepId } from '../../core/model/ids.ts';
import { randomStream } from '../../core/numeric/random-stream.ts';
import { planPortfolio } from '../../core/schedule/plan-portfolio.ts';
import { account, digestOf, engagement, policyOf, portfolioOf, rep } from './example.ts';

/** Everything the contract offers, thrown together from a seed. */
function generated(seed: number, size: number, perAccount: number) {
  const stream = randomStream(seed, 'audit/planner');
  const chance = (p: number) => stream.uniform() < p;
  const below = (n: number) => Math.floor(stream.uniform() * n);
  const numbers = (n: number) => Array.from({ length: n }, (_, i) => i);
  const zones = [
    { timeZone: 'Europe/Berlin', jurisdiction: 'DE' },
    { timeZone: 'America/New_York', jurisdiction: 'US-FL' },
    { timeZone: 'Europe/Paris', jurisdiction: 'FR' },
  ];
  const team = Math.max(2, Math.round(size / 20));
  const many = Math.max(1, Math.round(size / perAccount));
  const accounts = numbers(many).map((i) =>
    account(`A-${i}`, {
      stake: below(2e6),
      loss: { probability: stream.uniform(), withinDays: 60, shape: 1.4 },
      ...zones[below(3)],
      groups: { tier: chance(0.5) ? 'gold' : 'silver' },
      passedOver: i % 5 === 2 ? 3 : 0,
      ...(chance(0.5) ? { owner: `R-${below(team)}` } : {}),
      contact: {
        ...{ objected: chance(0.05), consumer: chance(0.3), runningContract: chance(0.8) },
        ...(chance(0.1) ? { refusedAt: '2026-10-01' } : {}),
      },
      alternatives: chance(0.1) ? [{ timeZone: 'Europe/London', jurisdiction: 'GB' }] : [],
    }),
  );
  const engagements = numbers(size).map((i) =>
    engagement(`E-${i}`, `A-${i % many}`, {
      minutes: [15, 30, 45, 50, 60][below(5)],
      ...{ effect: stream.uniform(), show: 0.5 + stream.uniform() / 2 },
      channel: chance(0.5) ? 'video' : 'in-person',
      languages: chance(0.3) ? ['de'] : [],
      ...{ mandatory: chance(0.1), requested: chance(0.1) },
      ...{ earliest: `2026-11-2${3 + below(4)}`, due: '2026-12-04' },
      after: i >= many && chance(0.3) ? [`E-${i - many}`] : [],
      // One per rep and day, off the grid.
      pinned: i < team ? { rep: `R-${i}`, start: `2026-11-2${3 + (i % 5)}T13:07:00Z` } : null,
    }),
  );
  const reps = numbers(team).map((i) =>
    rep(`R-${i}`, {
      ...{ team: `T${i % 2}`, timeZone: zones[i % 2]?.timeZone, languages: chance(0.5) ? ['de'] : ['en'] },
      busy: [{ from: '2026-11-24T10:00:30Z', to: '2026-11-24T11:00:30Z' }],
      leave: chance(0.2) ? [{ from: '2026-11-25', to: '2026-11-26' }] : [],
    }),
  );
  const portfolio = portfolioOf({
    asOf: '2026-11-23T07:13:20Z',
    equityGroups: ['tier'],
    ...{ accounts, engagements, reps },
    ledger: numbers(many)
      .filter(() => chance(0.2))
      .map((i) => ({ account: `A-${i}`, at: '2026-11-20T13:05:30Z', channel: 'email' })),
  });
  const policy = policyOf({
    risk: { measure: chance(0.5) ? 'evar' : 'neutral' },
    contact: { minimumGapHours: [0, 24, 48][below(3)] },
    equity: { minimumSize: 3 },
    search: { dualIterations: 40, sweeps: 2 },
  });
  const commitments = numbers(size)
    .filter((i) => i >= team && chance(0.2))
    .map((i) => ({
      engagement: EngagementId.parse(`E-${i}`),
      rep: RepId.parse(`R-${below(team)}`),
      start: `2026-11-2${3 + below(5)}T10:00:00Z`,
    }));
  return { portfolio, policy, published: { digest: Digest.parse(digestOf('c')), commitments } };
}

const [PORTFOLIO, POLICY, CODE] = [
  Digest.parse(digestOf('a')),
  Digest.parse(digestOf('b')),
  Digest.parse(digestOf('d')),
];

describe('plans of the planner', () => {
  it.each([
    [1, 40, 1],
    [2, 40, 2],
    [3, 40, 2],
    [4, 45, 3],
    [5, 45, 3],
    [6, 40, 8],
  ])('from seed %d with %d engagements, %d an account, pass the audit to the last figure', (seed, size, perAccount) => {
    const evidence = generated(seed, size, perAccount);
    const digests = { portfolio: PORTFOLIO, policy: POLICY, code: CODE };
    const plan = planPortfolio({ ...evidence, digests });
    const report = auditPlan({ ...evidence, plan, digests: { ...digests, published: evidence.published.digest } });
    expect(report.findings).toEqual([]);
    expect(report).toMatchObject({ ok: true, objective: plan.objective, bound: plan.bound, gap: plan.gap });
    expect(plan.assignments.length).toBeGreaterThan(5);
  });

  it('pass it with groups whose names, written one after the other, are alike', () => {
    const groups = (i: number) => ({
      tier: i % 2 === 0 ? 'gold: east' : 'silver',
      'tier: gold': i < 3 ? 'east' : 'west',
    });
    const portfolio = portfolioOf({
      equityGroups: ['tier', 'tier: gold'],
      accounts: Array.from({ length: 12 }, (_, i) => account(`A-${i}`, { groups: groups(i) })),
      engagements: Array.from({ length: 12 }, (_, i) => engagement(`E-${i}`, `A-${i}`)),
      reps: [rep('R-1', { maxEngagementsPerDay: 1 })],
    });
    const policy = policyOf({ equity: { minimumSize: 2 } });
    const digests = { portfolio: PORTFOLIO, policy: POLICY, code: CODE };
    const plan = planPortfolio({ portfolio, policy, digests });
    expect(plan.parity).toHaveLength(4);
    expect(auditPlan({ portfolio, policy, plan }).findings).toEqual([]);
  });
});
