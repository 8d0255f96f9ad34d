import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contactAges } from '../../core/simulate/bound/contact-ages.ts';
import { GUARDRAILS } from '../../core/simulate/planners/roster.ts';

const { contact } = GUARDRAILS;
const ages = contactAges(contact);

/** The states that days with and without contacts, and evenings with others', lead through; null: a contact was not possible. */
function walk(touched: readonly boolean[], byOthers: readonly boolean[] = []): number | null {
  let state = ages.fresh;
  for (const [day, today] of touched.entries()) {
    if (today && ages.may[state] === 0) return null;
    const { without, afterOne } = byOthers[day] === true ? ages.others : ages;
    state = today ? afterOne[state]! : without[state]!;
  }
  return state;
}

const days = (...on: readonly number[]) => Array.from({ length: 20 }, (_, day) => on.includes(day));

describe('contactAges', () => {
  it('lets nobody be met on the next day, nor a third time within the days of the cap', () => {
    expect(walk(days(3, 4))).toBe(null);
    expect(walk(days(3, 5, 9))).toBe(null);
    expect(walk(days(3, 5, 10, 12))).not.toBe(null);
    expect(walk(days(3, 5, 10, 11))).toBe(null);
    expect(walk(days(3, 8, 10, 15))).not.toBe(null);
  });

  it('counts what others do in the evening as a contact that no rule stops', () => {
    expect(walk(days(4), days(3))).toBe(null);
    expect(walk(days(5), days(3))).not.toBe(null);
    expect(walk(days(3, 9), days(5))).toBe(null);
    expect(walk(days(3, 10), days(5))).not.toBe(null);
    expect(walk(days(3, 9), days(3))).toBe(null);
    expect(walk(days(3, 10), days(3))).not.toBe(null);
    expect(walk(days(9), days(3, 4, 5))).toBe(null);
    expect(walk(days(11), days(3, 4, 5))).not.toBe(null);
  });

  it('allows all contacts between 7:00 and 22:00 UTC that keep the gap and the caps, whatever others do at 19:00', () => {
    const day = fc.integer({ min: 0, max: 19 });
    const start = fc.record({ day, hour: fc.integer({ min: 7, max: 21 }) });
    fc.assert(
      fc.property(fc.array(start, { maxLength: 12 }), fc.uniqueArray(day, { maxLength: 3 }), (tried, evenings) => {
        const foreign = evenings.map((on) => 24 * on + 19);
        const own: number[] = [];
        for (const at of tried.map(({ day, hour }) => 24 * day + hour).sort((a, b) => a - b)) {
          const kept = [...own, ...foreign].filter((other) => other <= at);
          const near = kept.some((other) => at - other < contact.minimumGapHours);
          const full = contact.caps.some(
            (cap) => kept.filter((other) => at - other < 24 * cap.days).length >= cap.touches,
          );
          if (!near && !full) own.push(at);
        }
        expect(walk(days(...own.map((at) => Math.floor(at / 24))), days(...evenings))).not.toBe(null);
      }),
    );
  });

  it('has one state where nothing limits contacts but one a day', () => {
    expect(contactAges({ caps: [], minimumGapHours: 0 }).count).toBe(1);
  });
});
