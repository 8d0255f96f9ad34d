import { describe, expect, it } from 'vitest';
import { MeasureName, Scorecard } from '../../core/model/scorecard.ts';
import { renderReport } from '../../core/report/report.ts';
import { scorecard } from '../../core/report/scorecard.ts';
import { reportFixture } from '../support/report-fixture.ts';

const fixture = reportFixture();
const card = scorecard(fixture);
const measure = (name: string, of = card) => of.measures.find((entry) => entry.name === name);

describe('scorecard', () => {
  it('holds to its contract and names every measure once, in order', () => {
    expect(Scorecard.parse(card)).toEqual(card);
    expect(card.measures.map(({ name }) => name)).toEqual(MeasureName.options);
  });

  it('is the same for the same documents in another order', () => {
    const portfolio = { ...fixture.portfolio, accounts: fixture.portfolio.accounts.toReversed() };
    expect(scorecard({ ...fixture, portfolio })).toEqual(card);
  });

  it('orders the tail as theory does: expected loss ≤ CVaR, and the plan lowers both', () => {
    const cvar = measure('tail-cvar');
    const expected = measure('expected-loss');
    expect(cvar?.value).toBeGreaterThan(expected?.value ?? Number.POSITIVE_INFINITY);
    expect(cvar?.value).toBeLessThan(cvar?.baseline ?? 0);
  });

  it('measures coverage against what is published and pressure against the ledger', () => {
    const eligible = new Set(fixture.portfolio.engagements.map(({ account }) => account));
    for (const { id, contact } of fixture.portfolio.accounts) if (contact.objected) eligible.delete(id);
    const covered = new Set(fixture.plan.assignments.map(({ account }) => account));
    expect(measure('coverage')?.value).toBe(covered.size / eligible.size);
    expect(measure('coverage')?.baseline).toBeGreaterThan(0.5);
    expect(measure('coverage', scorecard({ ...fixture, published: null }))?.baseline).toBe(0);
    expect(measure('contact-pressure')).toMatchObject({ value: 1, baseline: 0.5, verdict: 'met' });
  });

  it('leaves unmeasured what only time can tell, and judges it when told', () => {
    for (const name of ['calibration-error', 'approval-latency', 'rollback-time'])
      expect(measure(name)).toMatchObject({ value: null, verdict: 'not-measured' });
    const told = scorecard({ ...fixture, approvalLatencyMinutes: 2_000, rollbackSeconds: 4, calibrationError: 0.02 });
    expect(measure('approval-latency', told)).toMatchObject({ value: 2_000, verdict: 'missed' });
    expect(measure('rollback-time', told)).toMatchObject({ value: 4, verdict: 'no-target' });
  });

  it('meets the parity target exactly at the floor, however the ratio is rounded', () => {
    const parity = fixture.plan.parity.map((group) => ({ ...group, reportOnly: false, ratio: 12 / 20 / (15 / 20) }));
    const exact = { ...fixture, plan: { ...fixture.plan, parity } };
    expect(measure('coverage-parity', scorecard(exact))).toMatchObject({ verdict: 'met' });
    expect(renderReport(exact)).not.toContain('below the floor');
  });

  it('misses the parity target below the floor', () => {
    const parity = fixture.plan.parity.map((group, index) => (index === 1 ? { ...group, ratio: 0.5 } : group));
    expect(measure('coverage-parity', scorecard({ ...fixture, plan: { ...fixture.plan, parity } }))).toMatchObject({
      value: 0.5,
      verdict: 'missed',
    });
  });
});
