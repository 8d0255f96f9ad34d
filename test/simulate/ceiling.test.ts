import { describe, expect, it } from 'vitest';
import { avertable } from '../../core/simulate/comparison/ceiling.ts';
import { expectedLoss } from '../../core/simulate/comparison/measures.ts';
import { IDLE_PLANNER, WHITTLE_PLANNER } from '../../core/simulate/planners/ranked.ts';
import { GUARDRAILS } from '../../core/simulate/planners/roster.ts';
import { simulate } from '../../core/simulate/world/live-on.ts';
import { SMALL } from './small-world.ts';

const SEEDS = Array.from({ length: 6 }, (_, index) => index + 1);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('avertable', () => {
  it('is more than the index policy averts in the same worlds', () => {
    const averted = SEEDS.map((seed) => {
      const [nobody, whittle] = [IDLE_PLANNER, WHITTLE_PLANNER].map((planner) =>
        expectedLoss(simulate(SMALL, seed, 91, { planner, guardrails: GUARDRAILS })),
      );
      return nobody! - whittle!;
    });
    expect(sum(averted)).toBeGreaterThan(0);
    expect(sum(SEEDS.map((seed) => avertable(SMALL, seed, 91)))).toBeGreaterThan(sum(averted));
  });

  it('is nothing without time, grows with it, and less and less', () => {
    const [none, some, more, most] = [0, 60, 120, 180].map((repMinutes) => avertable({ ...SMALL, repMinutes }, 1, 91));
    expect(none).toBe(0);
    expect(some).toBeGreaterThan(0);
    expect(more! - some!).toBeLessThan(some!);
    expect(most! - more!).toBeLessThanOrEqual(more! - some!);
  });
});
