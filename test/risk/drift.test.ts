import { describe, expect, it } from 'vitest';
import { randomStream } from '../../core/numeric/random-stream.ts';
import { type Checked, driftOf } from '../../core/risk/drift.ts';

function told(seed: number, count: number, chance: (i: number) => number): Checked[] {
  const random = randomStream(seed, 'drift');
  return Array.from({ length: count }, (_, i) => ({
    at: new Date(i * 60_000).toISOString(),
    forecast: 0.2,
    happened: random.uniform() < chance(i) ? 1 : 0,
  }));
}

describe('driftOf', () => {
  it('stays silent while forecasts are right: at most one false alarm in 40 times 2,000 observations', () => {
    const alarms = Array.from({ length: 40 }, (_, seed) => driftOf(told(seed, 2_000, () => 0.2)));
    // The guarantee is one alarm in 10,000 observations at most; here it is far from reached.
    expect(alarms.filter(({ verdict }) => verdict === 'drift').length).toBeLessThanOrEqual(1);
  });

  it('sounds within 400 observations of a rate that rises from 20 to 35 %, and says which way', () => {
    for (let seed = 0; seed < 10; seed++) {
      const found = driftOf(told(seed, 1_000, (i) => (i < 600 ? 0.2 : 0.35)));
      expect(found).toMatchObject({ verdict: 'drift', direction: 'more' });
      expect(Date.parse(found.since ?? '') / 60_000).toBeGreaterThan(600);
    }
  });

  it('sounds where less happens than was forecast', () => {
    expect(driftOf(told(1, 1_500, () => 0.1))).toMatchObject({ verdict: 'drift', direction: 'less' });
  });

  it('knows nothing from a handful, and nothing from nothing', () => {
    expect(driftOf(told(1, 29, () => 0.2)).verdict).toBe('unknown');
    expect(driftOf([])).toEqual({ verdict: 'unknown', observations: 0, evidence: 0, since: null, direction: null });
  });

  it('stays finite, whatever comes', () => {
    const all = told(1, 5_000, () => 1);
    expect(Number.isFinite(driftOf(all).evidence)).toBe(true);
  });
});
