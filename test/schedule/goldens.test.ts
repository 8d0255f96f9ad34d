import { describe, expect, it } from 'vitest';
import { goldens, plannedNow } from '../bench/goldens.ts';

const { plans, renew } = goldens();

describe('the plans recorded in test/golden/families.json', () => {
  it.each(plans)(
    '$family at load $load, seed $seed: the same plan to the byte',
    (golden) => {
      expect(plannedNow(golden), `if this change is meant: ${renew}`).toEqual(golden);
    },
    60_000,
  );

  it('are none of them above its bound, and their gap is what both say', () => {
    for (const { family, seed, objective, bound, gap } of plans) {
      expect(objective, `${family} ${seed}`).toBeLessThanOrEqual(bound);
      expect(gap, `${family} ${seed}`).toBeCloseTo((bound - objective) / bound, 12);
    }
  });
});
