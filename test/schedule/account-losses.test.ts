import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cumulativeLoss } from '../../core/risk/loss-process.ts';
import { accountLosses } from '../../core/schedule/account-losses.ts';

const process = fc.record({
  probability: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
  withinDays: fc.integer({ min: 1, max: 12 }),
  shape: fc.constantFrom(0.1, 0.5, 1, 1.25, 2, 10),
});

describe('accountLosses', () => {
  it('is what cumulativeLoss gives for each account and touch day, to the last bit, before, within and after the process', () => {
    fc.assert(
      fc.property(fc.array(process, { maxLength: 30 }), fc.integer({ min: -3, max: 3 }), (processes, firstTouch) => {
        const touchCount = 8;
        const lost = accountLosses(processes, { firstTouch, touchCount });
        processes.forEach((each, a) => {
          for (let t = 0; t < touchCount; t++) {
            expect(lost[a * touchCount + t]).toBe(cumulativeLoss(each, t + firstTouch));
          }
        });
      }),
      { seed: 20261123, numRuns: 200 },
    );
  });
});
