import { describe, expect, it } from 'vitest';
import { PolicySet } from '../../core/model/policy.ts';
import { PromotionTerms } from '../../core/model/promotion-terms.ts';
import type { SeedRun } from '../../core/model/simulation.ts';
import { candidateRegression } from '../../core/simulate/suites/recorded-worlds.ts';
import { type RegressionBaseline, recordBaseline } from '../../core/simulate/suites/regression.ts';
import { setViolations } from '../../core/simulate/suites/set-invariants.ts';
import { isSimulated, nextShards } from '../../core/simulate/suites/trial-shards.ts';

const terms = PromotionTerms.parse({ worlds: 20, batch: 8, worldsPerShard: 3, days: 91 });

describe('shards of a trial', () => {
  it('are batches in pieces a function can live through, until the worlds are used up', () => {
    const seeds = (seen: number) => nextShards('*', seen, terms).map((shard) => ('seeds' in shard ? shard.seeds : []));
    expect(seeds(0)).toEqual([
      [1, 2, 3],
      [4, 5, 6],
      [7, 8],
    ]);
    expect(seeds(16)).toEqual([[17, 18, 19], [20]]);
    expect(seeds(20)).toEqual([]);
  });

  it('live through recorded worlds apart only where they are not simulated anyway', () => {
    const recorded = (more: object): RegressionBaseline => ({
      ...{ contract: 'regression-baseline/1', scenario: 'steady', days: 91, seeds: [1, 2], measures: [], ...more },
    });
    expect(isSimulated(recorded({}), terms)).toBe(true);
    expect(isSimulated(recorded({ days: 364 }), terms)).toBe(false);
    expect(isSimulated(recorded({ seeds: [9] }), terms)).toBe(false);
    expect(isSimulated(recorded({ scenario: 'rough' }), terms)).toBe(false);
  });
});

const quarter = {
  ...{ lost: 0, expected: 1_000, asked: 0, held: 100, noShows: 0, optOuts: 0, published: 100, moved: 10, broken: 0 },
  ...{ minutes: 90, capacity: 100, gated: 0, longestPassedOver: 1, parity: [] },
};
const run = (more: Partial<typeof quarter>): SeedRun => ({
  ...{
    contract: 'seed-run/1',
    scenario: 'steady',
    planner: 'p',
    seed: 1,
    days: 91,
    fatigue: 0,
    burned: 0,
    examples: [],
  },
  quarters: [{ ...quarter, ...more }],
  breaches: {
    ...{ 'allowed-hours': 0, objection: 0, 'contact-cap': 0, 'group-starved': 0, 'rep-ceiling': 0 },
    ...{ 'returner-flooded': 0, 'vulnerable-dropped': 0, 'long-term': 0 },
  },
});

describe('regression of a candidate', () => {
  const recorded = recordBaseline([run({})]);
  const verdict = (more: Partial<typeof quarter>, name: string) =>
    candidateRegression(recorded, [run(more)]).find((check) => check.name === name)?.verdict;

  it('fails on the worse side of what was recorded, and not on the better', () => {
    expect(verdict({ expected: 1_200 }, 'expected-loss')).toBe('fail');
    expect(verdict({ expected: 800 }, 'expected-loss')).toBe('pass');
    expect(verdict({ moved: 20 }, 'moved-meetings')).toBe('fail');
    expect(verdict({ moved: 0 }, 'moved-meetings')).toBe('pass');
  });

  it('is not known where the recorded worlds were not run', () => {
    expect(candidateRegression(recorded, []).map((check) => check.verdict)).toContain('not-enough-evidence');
  });
});

describe('invariants of a policy set', () => {
  it('name the policy and the rule of everything that is looser than the guardrails', () => {
    const set = PolicySet.parse({
      contract: 'policy-set/1',
      default: { contract: 'policy/1' },
      tenants: { acme: { contract: 'policy/1', rep: { loadCeiling: 0.99 } } },
    });
    expect(setViolations(set)).toEqual(['/tenants/acme: rep-loadCeiling: /rep/loadCeiling: at most 0.85']);
    expect(setViolations({ ...set, tenants: {} })).toEqual([]);
  });

  it.each([
    [{ requires: [] }, '/promotion/requires: trial-requires, received []; name at least one measure'],
    [{ canaryShare: 0 }, '/promotion/canaryShare: trial-canary, received 0; use 0.01 to 0.5'],
    [{ canaryShare: 0.9 }, '/promotion/canaryShare: trial-canary, received 0.9; use 0.01 to 0.5'],
    [{ patienceMinutes: 60 }, '/promotion/patienceMinutes: trial-patience, received 60; use at least 1440'],
    [{ worlds: 8, batch: 12 }, '/promotion/batch: trial-batch, received 12; use at most 8'],
    [{ days: 100 }, '/promotion/days: trial-quarters, received 100; use whole quarters'],
    [{ quorum: 2 }, '/tenants/acme/approvers: trial-quorum, received 1; name at least 2 people who may decide'],
  ])('name path, rule, received value and remedy of terms that try nothing: %j', (promotion, named) => {
    const approvers = [
      { id: 'ann', email: 'ann@example.com' },
      { id: 'bob', email: 'bob@example.com', mayDecide: false },
    ];
    const acme = { contract: 'policy/1', approvers };
    const set = { contract: 'policy-set/1', default: { contract: 'policy/1' }, tenants: { acme } };
    expect(setViolations(PolicySet.parse(set))).toEqual([]);
    expect(setViolations(PolicySet.parse({ ...set, promotion }))).toEqual([expect.stringContaining(named)]);
  });
});
