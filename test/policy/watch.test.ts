import { describe, expect, it } from 'vitest';
import { Policy } from '../../core/model/policy.ts';
import { driftFact } from '../../core/policy/drift-fact.ts';
import { type WatchFacts, watch } from '../../core/policy/watch.ts';
import { learn } from '../../core/risk/learn.ts';
import { LEARNED, learningWorld, NOW } from '../risk/learning-world.ts';

const policy = Policy.parse({ contract: 'policy/1' });
const world = learningWorld(3, { accounts: 600, truth: { show: 0.85, effect: 1, minutes: 1 } });
const input = { plans: world.plans, told: world.told, learned: LEARNED, since: null, minimum: 200 };
/** Looked at while the meetings are recent, and again when losses are known. */
const soon = learn({ ...input, now: '2026-01-20T00:00:00Z' });
const later = learn({ ...input, now: NOW });
const good: WatchFacts = {
  runs: { ended: 10, failed: 0 },
  learning: { ...later, recentNoShows: soon.recentNoShows },
  accounts: 1_000,
  optOuts: 3,
};
const verdicts = (facts: WatchFacts) =>
  Object.fromEntries(watch(facts, policy).measures.map(({ measure, verdict }) => [measure, verdict]));

describe('watch', () => {
  it('is kept where every measure is known and inside its threshold', () => {
    expect(watch(good, policy).verdict).toBe('kept');
  });

  it.each([
    ['failure-share', { runs: { ended: 4, failed: 3 } }],
    ['opt-out-share', { optOuts: 21 }],
    ['no-show-excess', { learning: { ...later, recentNoShows: { meetings: 60, observed: 0.3, forecast: 0.15 } } }],
    [
      'loss-drift',
      { learning: { ...later, drift: { ...later.drift, losses: { ...later.drift.losses, verdict: 'drift' } } } },
    ],
  ] as const)('is breached where %s is', (measure, change) => {
    const facts: WatchFacts = { ...good, ...change };
    expect(watch(facts, policy).verdict).toBe('breached');
    expect(verdicts(facts)).toMatchObject({ [measure]: 'breached' });
  });

  it('takes missing data neither for an alarm nor for a pass', () => {
    const nothing: WatchFacts = { runs: { ended: 0, failed: 0 }, learning: null, accounts: null, optOuts: 0 };
    expect(watch(nothing, policy).verdict).toBe('unknown');
    expect(new Set(Object.values(verdicts(nothing)))).toEqual(new Set(['unknown']));
    const few: WatchFacts = { ...good, runs: { ended: 3, failed: 3 }, optOuts: 5, accounts: 10 };
    expect(verdicts(few)).toMatchObject({ 'failure-share': 'unknown', 'opt-out-share': 'unknown' });
    expect(watch(few, policy).verdict).toBe('unknown');
  });

  it('is breached by one measure, however many others are unknown', () => {
    const facts: WatchFacts = { runs: { ended: 9, failed: 9 }, learning: null, accounts: null, optOuts: 0 };
    expect(watch(facts, policy).verdict).toBe('breached');
  });
});

describe('driftFact', () => {
  it('is absent where nothing was measured, and without what is noise where it was', () => {
    expect(driftFact(null, null, policy.posture)).toEqual({});
    expect(driftFact({ ...later, calibration: null }, 'unknown', policy.posture)).toEqual({});
    const calibration = { observations: 300, brier: 0.2, error: 0.08, noise: 0.03, curve: [] };
    expect(driftFact({ ...later, calibration }, 'kept', policy.posture).drift).toBeCloseTo(0.05, 12);
    expect(driftFact({ ...later, calibration: { ...calibration, error: 0.02 } }, 'kept', policy.posture).drift).toBe(0);
  });

  it('is at least high where a detector or the monitor sounded', () => {
    expect(driftFact(null, 'breached', policy.posture).drift).toBe(policy.posture.drift.high);
    const far = { observations: 300, brier: 0.2, error: 0.73, noise: 0.03, curve: [] };
    expect(driftFact({ ...later, calibration: far }, 'breached', policy.posture).drift).toBeCloseTo(0.7, 12);
    const drifting = {
      ...later,
      drift: { ...later.drift, noShows: { ...later.drift.noShows, verdict: 'drift' as const } },
    };
    expect(driftFact(drifting, null, policy.posture).drift).toBeGreaterThanOrEqual(policy.posture.drift.high);
  });
});
