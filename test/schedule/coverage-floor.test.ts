import { describe, expect, it } from 'vitest';
import { auditPlan } from '../../core/audit/audit.ts';
import { Policy } from '../../core/model/policy.ts';
import { Portfolio } from '../../core/model/portfolio.ts';
import { randomStream } from '../../core/numeric/random-stream.ts';
import { planPortfolio } from '../../core/schedule/plan-portfolio.ts';
import { digests } from './digests.ts';

/** As many accounts of two tiers as can be tried in every combination: each one meeting of half an hour, any day, any rep. */
function tierPortfolio(seed: number) {
  const random = randomStream(seed, 'tiers');
  const pick = <T>(...choices: readonly T[]): T => choices[random.integer(0, choices.length - 1)]!;
  const count = random.integer(4, 9);
  const slots = random.integer(2, 6);
  const accounts = Array.from({ length: count }, (_, a) => ({
    id: `A${a}`,
    // The second tier is worth less, so that a plan without a floor passes it over.
    stake: a % 2 === 0 ? random.integer(50_000, 100_000) : random.integer(5_000, 60_000),
    loss: { probability: 0.2 + 0.7 * random.uniform(), withinDays: 30 },
    groups: { tier: a % 2 === 0 ? 'gold' : 'silver' },
    timeZone: 'Europe/Berlin',
    jurisdiction: 'DE',
  }));
  const portfolio = Portfolio.parse({
    contract: 'portfolio/1',
    asOf: '2026-11-22T12:00:00Z',
    currency: 'EUR',
    horizon: { start: '2026-11-23', days: 1, slotMinutes: 30 },
    equityGroups: ['tier'],
    accounts,
    engagements: accounts.map(({ id }, e) => ({
      ...{ id: `E${e}`, account: id, kind: 'review', channel: 'video', minutes: 30, requested: true },
      effect: 0.3 + 0.7 * random.uniform(),
      ...{ earliest: '2026-11-23', due: '2026-11-23' },
      skills: random.uniform() < 0.15 ? ['rare'] : [],
    })),
    reps: ['R0', 'R1'].map((id, r) => ({
      ...{ id, team: 'T', timeZone: 'Europe/Berlin', hours: [{ days: ['mo'], from: '10:00', to: '16:00' }] },
      skills: r === 0 ? ['rare'] : [],
      ...{ maxMinutesPerDay: 480, maxEngagementsPerDay: r === 0 ? Math.floor(slots / 2) : Math.ceil(slots / 2) },
    })),
  });
  const policy = Policy.parse({
    contract: 'policy/1',
    risk: { measure: 'neutral' },
    value: { contactCost: { video: pick(0, 500) } },
    rep: { bufferMinutes: 0, breakAfter: 50, breakMinutes: 0, loadCeiling: 1 },
    equity: { minimumSize: random.integer(1, 2), floor: pick(0.5, 0.8, 0.8, 1) },
  });
  return { portfolio, policy };
}

/** Every set of accounts that the two reps can cover, with what it protects; each account has one place like another. */
function everyCoverage(portfolio: Portfolio, policy: Policy) {
  const [first = 0, second = 0] = portfolio.reps.map(({ maxEngagementsPerDay }) => maxEngagementsPerDay);
  const worth = portfolio.engagements.map(({ effect, account }) => {
    const { stake, loss } = portfolio.accounts.find(({ id }) => id === account)!;
    const process = { probability: loss!.probability, day: 1 / 30 };
    const lost = -Math.expm1(Math.log1p(-process.probability) * process.day);
    const protectedValue = Math.floor(stake * effect * (process.probability - lost) + 0.5);
    return protectedValue - (policy.value.contactCost.video ?? 0);
  });
  const rare = portfolio.engagements.map(({ skills }) => skills.length > 0);
  const gold = portfolio.accounts.map(({ groups }) => groups['tier'] === 'gold');
  const sizes = [gold.filter((is) => is).length, gold.filter((is) => !is).length];
  return Array.from({ length: 2 ** worth.length }, (_, bits) => {
    const chosen = worth.map((_w, i) => (bits >> i) % 2 === 1);
    const number = chosen.filter((is) => is).length;
    const rareOnes = chosen.filter((is, i) => is && rare[i]).length;
    const covered = [chosen.filter((is, i) => is && gold[i]).length, chosen.filter((is, i) => is && !gold[i]).length];
    const shares = covered.map((n, k) => (sizes[k]! >= policy.equity.minimumSize ? n / sizes[k]! : null));
    const judged = shares.filter((share) => share !== null);
    const best = Math.max(0, ...judged);
    return {
      number,
      possible: rareOnes <= first && number <= first + second,
      reaches: judged.every((share) => share >= policy.equity.floor * best - 1e-9),
      value: worth.reduce((sum, each, i) => sum + (chosen[i] ? each : 0), 0),
    };
  }).filter(({ possible }) => possible);
}

const SEEDS = Array.from({ length: 150 }, (_, seed) => seed);

describe('plans held to a coverage floor, against every choice of accounts there is', () => {
  const rows = SEEDS.map((seed) => {
    const { portfolio, policy } = tierPortfolio(seed);
    const plan = planPortfolio({ portfolio, policy, digests });
    const free = planPortfolio({
      portfolio,
      policy: { ...policy, equity: { ...policy.equity, parityRounds: 0 } },
      digests,
    });
    return { seed, portfolio, policy, plan, free, choices: everyCoverage(portfolio, policy) };
  });

  it('reach the floor wherever it can be reached without giving up meetings', () => {
    const missed = rows.flatMap(({ seed, plan, choices }) => {
      const can = choices.some(({ reaches, number }) => reaches && number >= plan.assignments.length);
      return can && plan.parityFloor?.reached === false ? [seed] : [];
    });
    expect(missed).toEqual([]);
    const raised = rows.filter(({ free, plan }) => free.parityFloor?.reached === false && plan.parityFloor?.reached);
    expect(raised.length).toBeGreaterThan(20);
  });

  it('have a bound that no choice at the floor is above', () => {
    for (const { seed, plan, choices } of rows) {
      const best = Math.max(...choices.filter(({ reaches }) => reaches).map(({ value }) => value));
      expect(plan.bound, `seed ${seed}`).toBeGreaterThanOrEqual(best);
      if (plan.parityFloor?.reached) expect(plan.objective, `seed ${seed}`).toBeLessThanOrEqual(best);
    }
  });

  it('that are below the floor have a bound no choice at all is above', () => {
    const below = rows.filter(({ plan }) => plan.parityFloor?.reached === false);
    expect(below.length).toBeGreaterThan(0);
    for (const { seed, plan, choices } of below) {
      expect(plan.certificate.coverage, `seed ${seed}`).toBeUndefined();
      expect(plan.bound, `seed ${seed}`).toBeGreaterThanOrEqual(Math.max(...choices.map(({ value }) => value)));
    }
  });

  it('say what the floor costs: the objective of the plan without it, less their own', () => {
    for (const { plan, free, seed } of rows)
      expect(plan.parityFloor?.price ?? 0, `seed ${seed}`).toBe(Math.max(0, free.objective - plan.objective));
  });

  it('reach it at nearly the least cost', () => {
    const shares = rows.flatMap(({ plan, choices }) => {
      const best = Math.max(...choices.filter(({ reaches }) => reaches).map(({ value }) => value));
      return plan.parityFloor?.reached && best > 0 ? [plan.objective / best] : [];
    });
    shares.sort((a, b) => a - b);
    expect(shares[Math.floor(shares.length / 2)]).toBeGreaterThanOrEqual(0.99);
    expect(shares[Math.floor(shares.length / 10)]).toBeGreaterThanOrEqual(0.9);
  });

  it('break no rule and recompute to the last figure, by the independent checker', () => {
    for (const { seed, portfolio, policy, plan } of rows) {
      const report = auditPlan({ portfolio, policy, published: null, plan });
      expect(report.findings, `seed ${seed}`).toEqual([]);
    }
  });
});

describe('a floor that cannot be reached', () => {
  const { portfolio: base, policy } = tierPortfolio(7);
  const silver = new Set<string>(base.accounts.filter(({ groups }) => groups['tier'] === 'silver').map(({ id }) => id));
  // Only one rep can meet silver, once; for gold there is time for everybody.
  const portfolio = Portfolio.parse({
    ...base,
    engagements: base.engagements.map((each) => ({ ...each, skills: silver.has(each.account) ? ['rare'] : [] })),
    reps: base.reps.map((rep, r) => ({
      ...rep,
      skills: r === 0 ? ['rare'] : [],
      maxEngagementsPerDay: r === 0 ? 1 : 20,
    })),
  });
  const rules: Policy = { ...policy, equity: { ...policy.equity, minimumSize: 1, floor: 0.8 } };
  const plan = planPortfolio({ portfolio, policy: rules, digests });

  it('is said not to be, in a plan that covers what can be covered', () => {
    const gold = portfolio.accounts.length - silver.size;
    expect(plan.parityFloor?.reached).toBe(false);
    expect(plan.parity.map(({ value, covered }) => [value, covered])).toEqual([
      ['gold', gold],
      ['silver', 1],
    ]);
    expect(auditPlan({ portfolio, policy: rules, published: null, plan }).findings).toEqual([]);
  });

  it('has no multipliers: a bound that counts on the floor is none of this plan', () => {
    const coverage = [{ group: 'tier', value: 'silver', bonus: 1 }];
    const claimed = { ...plan, certificate: { ...plan.certificate, coverage } };
    const { findings } = auditPlan({ portfolio, policy: rules, published: null, plan: claimed });
    expect(findings.map(({ path }) => path)).toContain('/certificate/coverage');
  });
});
