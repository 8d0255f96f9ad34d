import { describe, expect, it } from 'vitest';
import { Digest, RunId } from '../../core/model/ids.ts';
import { forecastsOf } from '../../core/report/forecasts.ts';
import { renderReport } from '../../core/report/report.ts';
import { scorecard } from '../../core/report/scorecard.ts';
import { learn } from '../../core/risk/learn.ts';
import { LEARNED, learningWorld, NOW } from '../risk/learning-world.ts';
import { reportFixture } from '../support/report-fixture.ts';

const fixture = reportFixture({ accounts: 12, reps: 2, days: 3 });
const { plans, told } = learningWorld(2, { accounts: 400 });
const input = { plans, told, learned: LEARNED, now: NOW, since: null };
const learning = learn({ ...input, minimum: 200 });
const reserved = { account: fixture.portfolio.accounts[0]!.id, engagements: [] };

const section = (page: string) => /<section id="learning".*?<\/section>/s.exec(page)?.[0] ?? '';

describe('what the report says of outcomes', () => {
  it('is the reliability curve with one dot for each bin, the error with its noise, and every kind', () => {
    const page = renderReport({ ...fixture, learning });
    expect(page).toContain('id="learning"');
    expect(section(page).match(/<circle /g)?.length).toBe(learning.calibration?.curve.length);
    for (const { kind } of learning.shows) expect(page).toContain(`<bdi>${kind}</bdi>`);
    expect(page).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('is that there are too few, where there are', () => {
    const few = learn({ ...input, minimum: 5_000 });
    const page = renderReport({ ...fixture, learning: few });
    expect(page).toContain('Too few outcomes');
    expect(section(page)).not.toContain('<circle ');
  });

  it('is nothing where nothing was learned and nobody is reserved, and who is reserved where somebody is', () => {
    expect(renderReport({ ...fixture, learning: null })).not.toContain('id="learning"');
    const portfolio = { ...fixture.portfolio, heldOut: [reserved] };
    expect(renderReport({ ...fixture, portfolio })).toContain('reserved from this plan by lot');
  });

  it('puts the calibration error on the scorecard', () => {
    const calibrationError = learning.calibration?.error ?? null;
    const measure = scorecard({ ...fixture, calibrationError }).measures.find(
      ({ name }) => name === 'calibration-error',
    );
    expect(measure).toMatchObject({ value: calibrationError, verdict: 'no-target' });
  });
});

describe('forecastsOf', () => {
  const of = {
    run: RunId.parse(`run-${'0'.repeat(32)}`),
    plan: Digest.parse(`sha256:${'c'.repeat(64)}`),
    learned: LEARNED,
  };

  it('holds every account with a loss once, in order, and every meeting', () => {
    const forecasts = forecastsOf(fixture, of);
    const ids = forecasts.accounts.map(({ account }) => account);
    expect(ids).toEqual([...new Set(ids)].sort());
    expect(ids).toHaveLength(fixture.portfolio.accounts.filter(({ loss }) => loss !== undefined).length);
    expect(forecasts.meetings.map(({ engagement }) => engagement).sort()).toEqual(
      fixture.plan.assignments.map(({ engagement }) => engagement).sort(),
    );
  });

  it('names the kind of an account with one kind open, reserved or not, and none of one with several', () => {
    const [first, second] = fixture.portfolio.accounts;
    const template = fixture.portfolio.engagements[0]!;
    const open = (account: typeof template.account, kind: string) => ({ ...template, account, kind });
    const portfolio = {
      ...fixture.portfolio,
      engagements: [open(second!.id, 'demo'), open(second!.id, 'review')],
      heldOut: [{ account: first!.id, engagements: [open(first!.id, 'demo')] }],
    };
    const { accounts } = forecastsOf({ ...fixture, portfolio }, of);
    const kindOf = (id: string) => accounts.find(({ account }) => account === id)?.kind;
    expect([kindOf(first!.id), kindOf(second!.id)]).toEqual(['demo', null]);
  });
});
