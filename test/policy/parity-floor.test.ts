import { describe, expect, it } from 'vitest';
import { Policy } from '../../core/model/policy.ts';
import { isBelowFloor, parityShortfall } from '../../core/policy/parity-floor.ts';
import { assessPosture } from '../../core/policy/posture.ts';

/** Coverage of 12 of 20 accounts against 15 of 20: the floor, to the account. */
const exact = { ratio: 12 / 20 / (15 / 20), reportOnly: false };
const one = { ratio: 1, reportOnly: false };
const { posture, equity } = Policy.parse({ contract: 'policy/1' });
const postureOf = (ratio: number) =>
  assessPosture({ parityShortfall: parityShortfall([one, { ratio, reportOnly: false }]) }, posture, 'steady').posture;

describe('the floor between groups', () => {
  it('is kept by a group exactly at it, though the ratio comes out a hair below', () => {
    expect(exact.ratio).toBeLessThan(equity.floor);
    expect(isBelowFloor(exact, equity.floor)).toBe(false);
    expect(postureOf(exact.ratio)).toBe('steady');
  });

  it('is missed by one account less, which raises the posture', () => {
    const ratio = 11 / 20 / (15 / 20);
    expect(isBelowFloor({ ratio, reportOnly: false }, equity.floor)).toBe(true);
    expect(postureOf(ratio)).toBe('elevated');
  });

  it('holds nobody who is only reported', () => {
    const small = { ratio: 0.1, reportOnly: true };
    expect(isBelowFloor(small, equity.floor)).toBe(false);
    expect(parityShortfall([one, small])).toBe(0);
    expect(parityShortfall([])).toBe(0);
  });
});
