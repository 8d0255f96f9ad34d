import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { touchBlocks } from '../../core/calendar/touch-blocks.ts';

const DAY = 1440;
const blocked = (touches: number[], start: number, caps: { touches: number; days: number }[], gapHours = 0) =>
  touchBlocks(touches, caps, gapHours).some(({ from, to }) => from <= start && start < to);

describe('touchBlocks', () => {
  it('allows a start exactly the gap away, before and after, and blocks the minute inside', () => {
    for (const sign of [-1, 1]) {
      expect(blocked([10_000], 10_000 + sign * 48 * 60, [], 48)).toBe(false);
      expect(blocked([10_000], 10_000 + sign * (48 * 60 - 1), [], 48)).toBe(true);
    }
  });

  it('blocks nothing without touches, caps or gap', () => {
    expect(touchBlocks([], [{ touches: 1, days: 7 }], 48)).toEqual([]);
    expect(touchBlocks([5, 6], [], 0)).toEqual([]);
  });

  it('blocks every start under a cap of no touches', () => {
    expect(blocked([], -5_000_000, [{ touches: 0, days: 1 }])).toBe(true);
    expect(blocked([], 90_000_000, [{ touches: 0, days: 1 }])).toBe(true);
  });

  it('frees the start when the window of a cap has just passed', () => {
    const cap = [{ touches: 2, days: 7 }];
    expect(blocked([0, DAY], 7 * DAY - 1, cap)).toBe(true);
    expect(blocked([0, DAY], 7 * DAY, cap)).toBe(false);
    expect(blocked([0, DAY], -6 * DAY, cap)).toBe(false);
    expect(blocked([0, DAY], -6 * DAY + 1, cap)).toBe(true);
  });

  it('allows a start between two touches a whole window apart, not a minute less', () => {
    const cap = [{ touches: 2, days: 7 }];
    expect(blocked([0, 7 * DAY], 3 * DAY, cap)).toBe(false);
    expect(blocked([0, 7 * DAY - 1], 3 * DAY, cap)).toBe(true);
  });

  it('says of every start what counting the windows of the rule says', () => {
    const anyCap = fc.record({ touches: fc.integer({ min: 0, max: 3 }), days: fc.integer({ min: 1, max: 3 }) });
    // Six hours are a common measure of all windows, so that their edges are met.
    const anyTouches = fc.array(
      fc.integer({ min: 0, max: 20 }).map((step) => step * 6 * 60),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(
        anyTouches,
        fc.array(anyCap, { maxLength: 2 }),
        fc.constantFrom(0, 1, 24),
        (touches, caps, gapHours) => {
          const blocks = touchBlocks(touches, caps, gapHours);
          const wrong: number[] = [];
          for (let start = -80 * 60; start <= 200 * 60; start += 60) {
            const allowed = !blocks.some(({ from, to }) => from <= start && start < to);
            if (allowed !== allowedByCounting(touches, start, caps, gapHours)) wrong.push(start);
          }
          expect(wrong).toEqual([]);
        },
      ),
      { seed: 3, numRuns: 300 },
    );
  });
});

/** `contact-cap` and `minimum-gap` as core/README.md states them. */
function allowedByCounting(
  touches: number[],
  start: number,
  caps: { touches: number; days: number }[],
  gapHours: number,
): boolean {
  const all = [...touches, start];
  const gaps = touches.every((touch) => Math.abs(touch - start) >= gapHours * 60);
  return (
    gaps &&
    caps.every((cap) =>
      all.every((x) => {
        const inside = (touch: number) => x <= touch && touch < x + cap.days * DAY;
        return !inside(start) || all.filter(inside).length <= cap.touches;
      }),
    )
  );
}
