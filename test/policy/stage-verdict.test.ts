import { describe, expect, it } from 'vitest';
import { PromotionTerms } from '../../core/model/promotion-terms.ts';
import { type WatchedMeasure, WatchedName } from '../../core/model/watch.ts';
import { type Seen, stageVerdict, untried } from '../../core/policy/stage-verdict.ts';
import { takeBackCause } from '../../core/policy/take-back-cause.ts';

const terms = PromotionTerms.parse({ minutes: { shadow: 60 }, patienceMinutes: 600 });
const measure = (name: WatchedMeasure['measure'], verdict: WatchedMeasure['verdict']): WatchedMeasure => ({
  ...{ measure: name, verdict, value: verdict === 'unknown' ? null : 0.1, threshold: 0.5 },
  ...{ observations: 4, minimum: 4 },
});
/** All unknown, save those named. */
const seen = (named: Partial<Record<WatchedMeasure['measure'], WatchedMeasure['verdict']>>): Seen => ({
  verdict: 'unknown',
  measures: WatchedName.options.map((name) => measure(name, named[name] ?? 'unknown')),
});
const at = (minutes: number, ...tenants: Seen[]) =>
  stageVerdict('shadow', minutes, new Map(tenants.map((each, index) => [`tenant-${index}`, each])), terms).verdict;

describe('a stage', () => {
  it('is through when its time is over and what is required is known and kept, for every tenant', () => {
    expect(at(60, seen({ 'failure-share': 'kept' }))).toBe('passed');
    expect(at(59, seen({ 'failure-share': 'kept' }))).toBe('wait');
    expect(at(60, seen({ 'failure-share': 'kept' }), seen({}))).toBe('wait');
  });

  it('takes missing data neither for an alarm nor for a pass: it waits, and is held when patience ends', () => {
    expect(at(60, seen({}))).toBe('wait');
    expect(at(599, seen({}))).toBe('wait');
    expect(at(600, seen({}))).toBe('held');
    expect(at(600)).toBe('held');
    expect(stageVerdict('shadow', 600, new Map(), terms).reasons).toEqual(['no tenant to watch']);
    expect(stageVerdict('shadow', 600, new Map([['acme', seen({})]]), terms).reasons).toEqual([
      'acme: failure-share unknown, nothing seen in 4 (at least 4), at most 0.5',
    ]);
  });

  it('is not through where what is required was not even watched', () => {
    const blind: Seen = { ...seen({}), measures: [] };
    const acme = stageVerdict('shadow', 60, new Map([['acme', blind]]), terms);
    expect(acme).toEqual({ verdict: 'wait', reasons: ['acme: failure-share was not watched'] });
    expect(at(600, seen({ 'failure-share': 'kept' }), blind)).toBe('held');
  });

  it('is breached by any measure at once, required or not, and says whose and by how much', () => {
    const breached = seen({ 'failure-share': 'kept', 'opt-out-share': 'breached' });
    expect(at(0, breached)).toBe('breached');
    const { reasons } = stageVerdict('all', 0, new Map([['acme', breached]]), terms);
    expect(reasons).toEqual(['acme: opt-out-share breached, 0.1 seen in 4 (at least 4), at most 0.5']);
  });
});

describe('a stage of a candidate that changes no policy', () => {
  it('is through as soon as its time is over', () => {
    expect([0, 59, 60].map((minutes) => untried('shadow', minutes, terms).verdict)).toEqual(['wait', 'wait', 'passed']);
  });
});

describe('the end of a promotion in trouble', () => {
  const value = (verdict: string) => ({ value: { verdict } });
  it.each([
    [{ error: { Error: 'RunStopped' }, watch: value('breached') }, 'stopped'],
    [{ error: { Error: 'EvidenceError' } }, 'broken'],
    [{ watch: value('breached') }, 'rolled-back'],
    [{ watch: value('held') }, 'held'],
    [{ watch: value('changed') }, 'rolled-back'],
    [{ spread: value('overtaken') }, 'overtaken'],
    [{ mark: value('changed'), watch: value('passed') }, 'overtaken'],
    [{}, 'broken'],
  ])('of %j is %s', (state, status) => {
    expect(takeBackCause(state).status).toBe(status);
  });
});
