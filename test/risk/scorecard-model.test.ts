import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScorecardModel } from '../../core/model/scorecard-model.ts';
import { randomStream } from '../../core/numeric/random-stream.ts';
import type { FeatureRecord } from '../../core/risk/feature-record.ts';
import { fitScorecard, type ScorecardTraining } from '../../core/risk/scorecard-fit.ts';
import { score } from '../../core/risk/scorecard-model.ts';

/** Danger falls with `usage` and is high on plan `basic`; `noise` says nothing; usage is unknown for one row in ten. */
function world(count: number): { rows: FeatureRecord[]; labels: number[] } {
  const stream = randomStream(17, 'scorecard-test');
  const rows: FeatureRecord[] = [];
  const labels: number[] = [];
  for (let i = 0; i < count; i++) {
    const usage = stream.integer(0, 100);
    const plan = ['basic', 'plus', 'pro'][stream.integer(0, 2)];
    const danger = (plan === 'basic' ? 0.5 : 0.15) + (50 - usage) / 400;
    rows.push({
      usage: stream.uniform() < 0.1 ? null : usage,
      plan,
      trial: stream.uniform() < 0.3,
      noise: stream.uniform(),
    });
    labels.push(stream.uniform() < danger ? 1 : 0);
  }
  return { rows, labels };
}

function fitted(training: ScorecardTraining): ScorecardModel {
  const fit = fitScorecard(training);
  if (fit.outcome !== 'fitted') throw new Error(`expected a fit, received ${JSON.stringify(fit)}`);
  return fit.model;
}

const training = world(1_500);
const model = fitted(training);

describe('fitScorecard', () => {
  it('gives a plain document that its schema accepts and that survives JSON unchanged', () => {
    const copy: unknown = JSON.parse(JSON.stringify(model));
    expect(ScorecardModel.parse(copy)).toEqual(model);
  });

  it('gives the same bytes for the same rows, whatever the order of keys in them', () => {
    const reordered = training.rows.map((row) => Object.fromEntries(Object.entries(row).toReversed()));
    expect(JSON.stringify(fitted({ ...training, rows: reordered }))).toBe(JSON.stringify(model));
  });

  it('learns what made the world: low usage and the basic plan are dangerous, noise is not', () => {
    const at = (record: FeatureRecord) => score(model, { trial: false, noise: 0.5, ...record }).probability;
    expect(at({ usage: 10, plan: 'basic' })).toBeGreaterThan(0.45);
    expect(at({ usage: 90, plan: 'pro' })).toBeLessThan(0.15);
    expect(
      Math.abs(at({ usage: 50, plan: 'plus', noise: 1 }) - at({ usage: 50, plan: 'plus', noise: 0 })),
    ).toBeLessThan(0.08);
  });

  it('predicts on average the share of events it was fitted on', () => {
    const mean = training.rows.reduce((sum, row) => sum + score(model, row).probability, 0) / training.rows.length;
    expect(mean).toBeCloseTo(model.fit.events / model.fit.rows, 6);
  });

  it('lists the levels of a category in code-point order', () => {
    const plan = model.features.find((feature) => feature.name === 'plan');
    expect(plan?.kind === 'category' && plan.levels.map((level) => level.level)).toEqual(['basic', 'plus', 'pro']);
  });

  it('refuses every sensitive feature at once, each with name, rule and remedy', () => {
    const rows = training.rows.map((row) => ({ ...row, gender: 'F', SeniorCitizen: 1 }));
    const fit = fitScorecard({ ...training, rows });
    expect(fit).toMatchObject({
      outcome: 'refused',
      violations: [
        {
          path: '/features/SeniorCitizen',
          rule: 'sensitive-feature',
          remedy: expect.stringContaining('leave "SeniorCitizen" out'),
        },
        { path: '/features/gender', rule: 'sensitive-feature', received: '"gender"' },
      ],
    });
  });

  it('refuses a sensitive feature that hides behind a chain of derived ones', () => {
    const rows = training.rows.map((row, i) => ({ ...row, dependents: i % 4 }));
    const fit = fitScorecard({
      ...training,
      rows,
      derived: [
        { name: 'household', op: 'log1p', of: 'dependents' },
        { name: 'load', op: 'product', of: ['household', 'usage'] },
      ],
      features: ['usage', 'load'],
    });
    expect(fit).toMatchObject({ outcome: 'refused', violations: [{ path: '/features/dependents' }] });
  });

  it('accepts rows that carry a sensitive feature when it is neither used nor derived from', () => {
    const rows = training.rows.map((row) => ({ ...row, gender: 'F' }));
    expect(fitted({ ...training, rows, features: ['usage', 'plan', 'trial', 'noise'] })).toEqual(model);
  });

  it('lets a named exception in and keeps its reason in the document', () => {
    const rows = training.rows.map((row, i) => ({ ...row, partner: i % 2 === 0 }));
    const exception = { feature: 'partner', reason: 'a reseller, not a person' };
    expect(fitted({ ...training, rows, allowSensitive: [exception] }).sensitiveAllowed).toEqual([exception]);
  });

  it('refuses a mixture of text and numbers and a category that identifies accounts', () => {
    const rows = training.rows.map((row, i) => ({ ...row, mixed: i % 2 === 0 ? 1 : 'one', id: `A-${i}` }));
    const fit = fitScorecard({ ...training, rows });
    expect(fit).toMatchObject({
      outcome: 'refused',
      violations: [
        { path: '/features/id', rule: 'at-most-64-levels', received: '1500' },
        { path: '/features/mixed', rule: 'one-kind-per-feature' },
      ],
    });
  });

  it('has not enough evidence where an outcome was seen fewer than 20 times', () => {
    const labels = training.labels.map((_, i) => (i < 19 ? 1 : 0));
    expect(fitScorecard({ ...training, labels })).toEqual({
      outcome: 'not-enough-evidence',
      events: 19,
      nonEvents: 1_481,
      needed: 20,
    });
  });

  it('refuses a feature with a number of 1e308, which would flatten all others', () => {
    const rows = training.rows.map((row, i) => ({ ...row, spent: i === 3 ? -1e308 : i }));
    expect(fitScorecard({ ...training, rows })).toMatchObject({
      outcome: 'refused',
      violations: [{ path: '/features/spent', rule: 'numbers-within-1e15', received: '1e+308' }],
    });
  });

  it('fits in spite of features that never vary or are never known, which then say nothing', () => {
    const rows = training.rows.map((row) => ({ ...row, constant: 7, always: 'yes', void: null }));
    const idle = fitted({ ...training, rows });
    expect(score(idle, { ...rows[0]!, constant: 9, always: 'no', void: 3 }).probability).toBe(
      score(model, rows[0]!).probability,
    );
  });

  it('throws when labels do not match the rows', () => {
    expect(() => fitScorecard({ rows: [], labels: [1] })).toThrow(/one label per row: received 0 rows and 1 labels/);
  });
});

describe('score', () => {
  const anything = fc.oneof(
    fc.double(),
    fc.string(),
    fc.boolean(),
    fc.constantFrom(null, undefined, 'basic', 1e308, Number.NaN),
  );

  it('has reasons that sum, with the intercept, to the log-odds, strongest first, for any record', () => {
    fc.assert(
      fc.property(fc.record({ usage: anything, plan: anything, trial: anything, noise: anything }), (record) => {
        const { probability, reasons } = score(model, record);
        const logOdds = reasons.reduce((sum, reason) => sum + reason.contribution, model.intercept);
        expect(probability).toBeCloseTo(1 / (1 + Math.exp(-logOdds)), 12);
        const strengths = reasons.map((reason) => Math.abs(reason.contribution));
        expect(strengths).toEqual(strengths.toSorted((a, b) => b - a));
        expect(reasons.map((reason) => reason.feature).sort()).toEqual(['noise', 'plan', 'trial', 'usage']);
      }),
    );
  });

  it('names the strongest reason with its value and the direction of its pull', () => {
    const [first] = score(model, { usage: 50, plan: 'basic', trial: false, noise: 0.5 }).reasons;
    expect(first).toMatchObject({ feature: 'plan', value: 'basic', state: 'known' });
    expect(first?.contribution).toBeGreaterThan(0.5);
  });

  it('says whether a value was missing, unseen or beyond the range, and lets none of them run away', () => {
    const states = (record: FeatureRecord) =>
      Object.fromEntries(score(model, record).reasons.map((reason) => [reason.feature, reason.state]));
    expect(states({ usage: 'many', plan: 'gold', noise: 5 })).toEqual({
      usage: 'unseen',
      plan: 'unseen',
      noise: 'beyond',
      trial: 'missing',
    });
    const edge = score(model, { usage: 100, plan: 'pro' }).probability;
    expect(score(model, { usage: 1e308, plan: 'pro' }).probability).toBe(edge);
  });

  it('joins features derived from one raw feature in one reason with the raw value', () => {
    const joined = fitted({ ...training, derived: [{ name: 'logUsage', op: 'log1p', of: 'usage' }] });
    const reasons = score(joined, { usage: 3, plan: 'pro', trial: true, noise: 0 }).reasons;
    expect(reasons.map((reason) => reason.feature).sort()).toEqual(['noise', 'plan', 'trial', 'usage']);
    expect(reasons.find((reason) => reason.feature === 'usage')?.value).toBe(3);
  });

  it('gives a joined reason the state of the raw feature, not of a derived one that is undefined there', () => {
    const rows = training.rows.map((row, i) => ({ ...row, balance: (i % 21) - 10 }));
    for (const name of ['aLog', 'zLog']) {
      const joined = fitted({ ...training, rows, derived: [{ name, op: 'log1p', of: 'balance' }] });
      const reason = score(joined, { ...rows[0]!, balance: -5 }).reasons.find((one) => one.feature === 'balance');
      expect(reason).toMatchObject({ value: -5, state: 'known' });
    }
  });
});
