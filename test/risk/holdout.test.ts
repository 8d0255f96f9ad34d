import { describe, expect, it } from 'vitest';
import { isHeldOut } from '../../core/risk/holdout.ts';

const ids = Array.from({ length: 3_000 }, (_, i) => `A-${i}`);

describe('isHeldOut', () => {
  it('holds out about the share asked for, none for 0 and all for 1', () => {
    expect(ids.filter((id) => isHeldOut(id, 'test', 0))).toEqual([]);
    expect(ids.filter((id) => isHeldOut(id, 'test', 1))).toEqual(ids);
    const third = ids.filter((id) => isHeldOut(id, 'test', 1 / 3)).length;
    expect(Math.abs(third - 1_000)).toBeLessThan(100); // four deviations
  });

  it('holds out the same ids recorded earlier, because figures on them are compared over time', () => {
    expect(ids.slice(0, 30).filter((id) => isHeldOut(id, 'scorecard', 1 / 3))).toEqual([
      'A-1',
      'A-5',
      'A-9',
      'A-11',
      'A-12',
      'A-16',
      'A-18',
      'A-20',
      'A-21',
      'A-24',
      'A-27',
      'A-29',
    ]);
  });

  it('keeps an id held out when the share grows', () => {
    const few = ids.filter((id) => isHeldOut(id, 'test', 0.05));
    expect(few.every((id) => isHeldOut(id, 'test', 0.2))).toBe(true);
  });

  it('holds out unrelated sets for different purposes', () => {
    const both = ids.filter((id) => isHeldOut(id, 'a', 0.5) && isHeldOut(id, 'b', 0.5)).length;
    expect(Math.abs(both - 750)).toBeLessThan(100);
  });
});
