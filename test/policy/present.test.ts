import { describe, expect, it } from 'vitest';
import { begunBefore, presentOf, withoutBegun } from '../../core/policy/present.ts';
import { reportFixture } from '../support/report-fixture.ts';

const { plan, policy, portfolio } = reportFixture({ accounts: 6, reps: 1, days: 3 });
const [one, two, three, four] = plan.assignments;
if (!one || !two || !three || !four) throw new Error('four meetings are needed');

const AS_OF = '2026-11-23T06:00:00Z';
const [NINE, TEN, NOON, LATER] = [
  '2026-11-23T09:00:00Z',
  '2026-11-23T10:00:00Z',
  '2026-11-23T12:00:00Z',
  '2026-11-25T06:00:00Z',
];
const at = (start: string, meeting: typeof one, pinned = false) => ({ ...meeting, start, pinned });

describe('the present of a plan', () => {
  const book = { ...portfolio, asOf: AS_OF };
  const taking = (maxAgeHours: number) => ({ ...policy, dataQuality: { ...policy.dataQuality, maxAgeHours } });
  it.each([
    ['is the moment itself', 36, LATER, LATER],
    ['is never before asOf', 36, '2026-11-22T06:00:00Z', AS_OF],
    ['is asOf where the policy takes data as old as the whole horizon', 72, LATER, AS_OF],
    ['is the moment where it takes data almost as old', 71, LATER, LATER],
  ])('%s', (_, maxAgeHours, moment, present) => {
    expect(presentOf(book, taking(maxAgeHours), moment)).toBe(present);
  });
});

describe('what a plan comes too late for', () => {
  const promised = [at(NINE, two), at(NOON, three)];
  const made = { ...plan, assignments: [at(NINE, one), at(NINE, two), at(TEN, three), at(LATER, four)] };

  it('is what it adds or moves to before the present, and not what was promised and stays', () => {
    expect(begunBefore(NOON, made, promised, AS_OF)).toEqual([at(NINE, one), at(TEN, three)]);
    expect(withoutBegun(NOON, made, promised, AS_OF).assignments).toEqual([at(NINE, two), at(LATER, four)]);
  });

  it('is nothing of what was agreed with the customer before, nor of what begins at the present or later', () => {
    const agreed = { ...plan, assignments: [at(NINE, one, true), at(NOON, two)] };
    expect(begunBefore(NOON, agreed, [], AS_OF)).toEqual([]);
    expect(withoutBegun(AS_OF, made, promised, AS_OF)).toEqual(made);
  });
});
