import { describe, expect, it } from 'vitest';
import { Digest } from '../../core/model/ids.ts';
import { Policy } from '../../core/model/policy.ts';
import type { Quarter, SeedRun } from '../../core/model/simulation.ts';
import { overallEffect, overallVerdict, SuiteResult } from '../../core/model/suite.ts';
import { randomStream } from '../../core/numeric/random-stream.ts';
import { decided, judgePairs, type Pair } from '../../core/simulate/comparison/judge-pairs.ts';
import { productPlanner } from '../../core/simulate/planners/product.ts';
import { GUARDRAILS } from '../../core/simulate/planners/roster.ts';
import { integrationChecks } from '../../core/simulate/suites/integration.ts';
import { recordBaseline, regressionChecks } from '../../core/simulate/suites/regression.ts';
import { simulationSuite } from '../../core/simulate/suites/simulation.ts';
import { unitChecks } from '../../core/simulate/suites/unit.ts';
import { simulate } from '../../core/simulate/world/live-on.ts';
import { morningView } from '../../core/simulate/world/morning.ts';
import { type Scenario, STEADY } from '../../core/simulate/world/scenario.ts';
import { World } from '../../core/simulate/world/world.ts';
import { SMALL } from './small-world.ts';

const CODE = Digest.parse(`sha256:${'1'.repeat(64)}`);
const policyWith = (changes: object): Policy => Policy.parse({ contract: 'policy/1', ...changes });
const failed = (checks: readonly { name: string; verdict: string }[]) =>
  checks.filter(({ verdict }) => verdict === 'fail').map(({ name }) => name);

/** A run of a year, made up: `worse` scales what is lost. */
function madeUp(seed: number, worse: number, changes: Partial<SeedRun> = {}, quarter: Partial<Quarter> = {}): SeedRun {
  const stream = randomStream(seed, 'test/run');
  const quarters = Array.from(
    { length: 4 },
    (): Quarter => ({
      ...{ lost: Math.round(1e6 * worse * stream.uniform()), expected: 5e5 * worse * (0.9 + 0.2 * stream.uniform()) },
      ...{ asked: 100, held: 60, noShows: 8, optOuts: 1, published: 300, moved: 6, broken: 2, minutes: 2_000 },
      ...{ capacity: 2_400, gated: 3, longestPassedOver: 4 },
      parity: [
        { group: 'tier', value: 'smb', eligible: 30, covered: 27 },
        { group: 'tier', value: 'larger', eligible: 30, covered: 28 },
      ],
      ...quarter,
    }),
  );
  return {
    ...{
      contract: 'seed-run/1',
      scenario: 'made up',
      planner: 'p',
      seed,
      days: 364,
      quarters,
      fatigue: 0.8,
      burned: 1e4,
    },
    breaches: {
      ...{ 'allowed-hours': 0, objection: 0, 'contact-cap': 0, 'group-starved': 0, 'rep-ceiling': 0 },
      ...{ 'returner-flooded': 0, 'vulnerable-dropped': 0, 'long-term': 0 },
    },
    examples: [],
    ...changes,
  };
}

const pairsOf = (count: number, candidate: (seed: number) => SeedRun): Pair[] =>
  Array.from({ length: count }, (_, index) => ({ candidate: candidate(index + 1), stable: madeUp(index + 1, 1) }));

describe('suite unit', () => {
  it('passes the default policy', () => {
    expect(overallVerdict(unitChecks({ contract: 'policy/1' }))).toBe('pass');
  });

  it.each([
    [
      'contact-cap-7',
      {
        contact: {
          caps: [
            { touches: 3, days: 7 },
            { touches: 5, days: 30 },
          ],
        },
      },
    ],
    ['contact-cap-30', { contact: { caps: [{ touches: 2, days: 7 }] } }],
    ['contact-minimumGapHours', { contact: { minimumGapHours: 24 } }],
    ['contact-noticeBusinessHours', { contact: { noticeBusinessHours: 3 } }],
    ['rep-breakAfter', { rep: { breakAfter: 4 } }],
    ['rep-breakMinutes', { rep: { breakMinutes: 29 } }],
    ['equity-minimumSize', { equity: { minimumSize: 21 } }],
    ['rep-loadCeiling', { rep: { loadCeiling: 0.9 } }],
    ['equity-floor', { equity: { floor: 0.7 } }],
    ['equity-starvationRuns', { equity: { starvationRuns: 4 } }],
    ['equity-starvationDays', { equity: { starvationDays: 16 } }],
    ['critical-blocked', { routing: [{ posture: ['critical'], autonomy: 'one-approver' }] }],
    ['adverse-to-a-person', { routing: [{ adverse: true, autonomy: 'autonomous' }] }],
    ['somebody-may-decide', { approvers: [{ id: 'P-1', email: 'a@example.com', mayDecide: false }] }],
  ])('names %s where a policy is looser than the guardrails', (name, changes) => {
    expect(failed(unitChecks({ contract: 'policy/1', ...changes }))).toEqual([name]);
  });

  it('passes a stricter policy, and names the path of a document that is none', () => {
    const strict = { contact: { caps: [{ touches: 1, days: 40 }], minimumGapHours: 72 }, rep: { loadCeiling: 0.5 } };
    expect(overallVerdict(unitChecks({ contract: 'policy/1', ...strict }))).toBe('pass');
    expect(unitChecks({ contract: 'policy/1', rep: { loadCeiling: 2 } })[0]?.text).toContain('/rep/loadCeiling');
  });
});

describe('suite integration', () => {
  const world = new World(SMALL, 1);
  const { portfolio } = morningView(world, { ...world.initialState(), engagements: [] }, GUARDRAILS);
  const engagements = portfolio.accounts.slice(0, 8).map(({ id }, index) => {
    const kind = {
      kind: 'call',
      channel: 'phone' as const,
      minutes: 30,
      effect: 0.3,
      show: 0.9,
      earliest: '2026-11-23',
      due: '2026-11-27',
    };
    return { id: `E-${index}`, account: id, ...kind };
  });

  it('plans and audits a recorded portfolio, and passes it', async () => {
    const { parsePortfolio } = await import('../../core/model/parse-portfolio.ts');
    const parsed = parsePortfolio({ ...portfolio, engagements });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.violations));
    const quick = policyWith({
      search: { dualIterations: 30, sweeps: 4, beamWidth: 4 },
      posture: { gap: { high: 0.5 } },
    });
    const [check] = integrationChecks([{ name: 'recorded', portfolio: parsed.value, published: null }], quick, CODE);
    expect(check).toMatchObject({ name: 'recorded', verdict: 'pass', numbers: { findings: 0 } });
    expect(check?.numbers['assignments']).toBeGreaterThan(3);
    const never = policyWith({
      search: { dualIterations: 1, sweeps: 1 },
      posture: { gap: { elevated: 0, high: 0 } },
    });
    const [strict] = integrationChecks([{ name: 'recorded', portfolio: parsed.value, published: null }], never, CODE);
    expect(strict).toMatchObject({ verdict: 'fail', text: expect.stringContaining('/posture/gap/high') });
  });
});

describe('suite simulation', () => {
  it('passes a candidate that loses less and breaks nothing, once there is enough evidence', () => {
    const better = (count: number) => judgePairs(pairsOf(count, (seed) => madeUp(seed, 0.95)));
    expect(overallVerdict(better(3))).toBe('not-enough-evidence');
    expect(overallVerdict(better(30))).toBe('pass');
    expect(decided(better(30))).toBe(true);
  });

  it('tells a candidate that is better for sure from one that is just no worse, and from one that is worse within tolerance', () => {
    const found = (worse: number, changes: Partial<SeedRun> = {}) => {
      const checks = judgePairs(pairsOf(30, (seed) => madeUp(seed, worse, changes)));
      const loss = checks.find(({ name }) => name === 'expected-loss');
      return [overallVerdict(checks), loss?.effect, overallEffect(checks)];
    };
    expect(found(0.95)).toEqual(['pass', 'better', 'better']);
    expect(found(1)).toEqual(['pass', 'open', 'no-difference']);
    expect(found(1.01)).toEqual(['pass', 'worse', 'worse']);
    expect(found(0.95, { fatigue: 0.95 })).toEqual(['pass', 'better', 'mixed']);
    // Too few worlds say nothing, whatever they say.
    expect(overallEffect(judgePairs(pairsOf(7, (seed) => madeUp(seed, 0.5))))).toBe('no-difference');
    expect(overallEffect([])).toBeUndefined();
  });

  it('fails a candidate that loses a tenth more, by name', () => {
    expect(failed(judgePairs(pairsOf(20, (seed) => madeUp(seed, 1.1))))).toContain('expected-loss');
  });

  it('holds a candidate whose worlds contradict each other', () => {
    const checks = judgePairs(pairsOf(10, (seed) => madeUp(seed, seed % 2 === 0 ? 0.85 : 1.15)));
    expect(checks.find(({ name }) => name === 'expected-loss')?.verdict).toBe('not-enough-evidence');
    expect(failed(checks)).not.toContain('expected-loss');
    expect(decided(checks)).toBe(false);
  });

  it('fails a candidate that is better in everything but breaks a condition once, with day and place', () => {
    const breach = { condition: 'objection' as const, day: 17, subject: 'A-1', text: 'objection: A-1; no meeting' };
    const checks = judgePairs(
      pairsOf(12, (seed) => {
        const run = madeUp(seed, 0.5);
        return seed === 9 ? { ...run, breaches: { ...run.breaches, objection: 1 }, examples: [breach] } : run;
      }),
    );
    expect(failed(checks)).toEqual(['objection']);
    expect(checks.find(({ name }) => name === 'objection')?.text).toContain('world 9, day 17, A-1');
  });

  it('fails as long-term what loses less today by driving customers to object', () => {
    const checks = judgePairs(pairsOf(20, (seed) => madeUp(seed, 0.8, { burned: 2e5, fatigue: 2.4 }, { optOuts: 4 })));
    expect(failed(checks)).toEqual(expect.arrayContaining(['long-term', 'opt-outs', 'fatigue', 'next-year-loss']));
    expect(checks.find(({ name }) => name === 'long-term')?.text).toContain('gains today what it burns');
  });

  it('says the same whatever order the pairs come in', () => {
    const pairs = pairsOf(9, (seed) => madeUp(seed, 0.97));
    expect(judgePairs(pairs.toReversed())).toEqual(judgePairs(pairs));
  });

  it('catches a base burned by contacts without measure, in the living world', () => {
    // Within the caps nobody tires: five contacts in thirty days leave less than the tolerance.
    const fatigue = { halfLife: 20, tolerance: 6, hazard: 0.3, optOut: 0, optOutGrowth: 0.02 };
    const tender: Scenario = { ...STEADY, accounts: 6, reps: 2, demand: 0.8, fatigue };
    const flood = productPlanner(
      'flood',
      policyWith({ contact: { caps: [], minimumGapHours: 0, noticeBusinessHours: 0 } }),
    );
    const burning = {
      ...flood,
      plan: (view: Parameters<typeof flood.plan>[0]) =>
        flood.plan({ ...view, portfolio: { ...view.portfolio, ledger: [] } }),
    };
    const run = (planner: typeof flood, seed: number) =>
      simulate(tender, seed, 91, { planner, guardrails: GUARDRAILS });
    const product = productPlanner('product', GUARDRAILS);
    const pairs = Array.from({ length: 8 }, (_, index) => ({
      candidate: run(burning, index + 1),
      stable: run(product, index + 1),
    }));
    expect(failed(judgePairs(pairs))).toEqual(expect.arrayContaining(['contact-cap', 'long-term', 'opt-outs']));
  });

  it('holds a policy against itself after one world, as evidence that parses and has a stable digest', () => {
    const trial = { candidate: CODE, stable: CODE, code: CODE };
    const options = { scenario: SMALL, days: 14, seeds: 1 };
    const [one, again] = [1, 2].map(() => simulationSuite(trial, GUARDRAILS, GUARDRAILS, options));
    expect(one!.result.verdict).toBe('not-enough-evidence');
    expect(SuiteResult.parse(JSON.parse(JSON.stringify(one!.result)))).toEqual(one!.result);
    expect(again!.digest).toBe(one!.digest);
  });
});

describe('suite regression', () => {
  const runs = [1, 2, 3].map((seed) => madeUp(seed, 1));
  const baseline = recordBaseline(runs);

  it('passes the worlds it was recorded in, in any order', () => {
    expect(overallVerdict(regressionChecks(baseline, runs.toReversed()))).toBe('pass');
  });

  it('fails by name what left its tolerance, also for the better', () => {
    expect(
      failed(
        regressionChecks(
          baseline,
          [1, 2, 3].map((seed) => madeUp(seed, 0.9)),
        ),
      ),
    ).toEqual(['expected-loss']);
    expect(
      failed(
        regressionChecks(
          baseline,
          [1, 2, 3].map((seed) => madeUp(seed, 1, {}, { moved: 60 })),
        ),
      ),
    ).toEqual(['moved-meetings']);
  });

  it('holds where a world was not run', () => {
    expect(overallVerdict(regressionChecks(baseline, runs.slice(1)))).toBe('not-enough-evidence');
  });
});
