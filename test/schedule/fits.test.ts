import { describe, expect, it } from 'vitest';
import { epochMinutes } from '../../core/calendar/minute.ts';
import { fits } from '../../core/schedule/fits.ts';
import { NO_COMMITMENTS } from '../../core/schedule/plan-block.ts';
import { planPortfolio } from '../../core/schedule/plan-portfolio.ts';
import { seat } from '../../core/schedule/planned-block.ts';
import { problemOf } from '../../core/schedule/problem-of.ts';
import { splitBlocks } from '../../core/schedule/split-blocks.ts';
import { emptyTimetable, startMinute } from '../../core/schedule/timetable.ts';
import { FAMILIES, familyBlock, familyPolicy } from '../../core/simulate/families/families.ts';
import { digests } from './digests.ts';

const family = FAMILIES.find(({ name }) => name === 'all-100')!;
const policy = { ...familyPolicy(family), risk: { measure: 'neutral', alpha: 0.95, rounds: 1 } as const };
const portfolio = familyBlock(family, 1, 0);
const problem = problemOf(portfolio, policy, NO_COMMITMENTS, splitBlocks(portfolio, policy)[0]!);
const timetable = emptyTimetable(problem);
const indexOf = new Map(problem.engagements.map(({ id }, e) => [String(id), e]));
for (const { engagement, rep, start, pinned } of planPortfolio({ portfolio, policy, digests }).assignments) {
  const r = problem.days.reps.findIndex(({ id }) => id === rep);
  if (!pinned) seat(problem, timetable, indexOf.get(engagement)!, r, epochMinutes(start));
}
const placed = problem.engagements.flatMap((_, e) => (timetable.day[e]! >= 0 ? [e] : []));

describe('whether a rep-day has room for one more meeting', () => {
  it('has room for each meeting of a plan where it is, if that one itself does not count', () => {
    expect(placed.length).toBeGreaterThan(20);
    for (const e of placed) {
      const start = startMinute(problem, timetable, e);
      expect(fits(problem, timetable, timetable.day[e]!, start, start + problem.minutes[e]!, e)).toBe(true);
    }
  });

  it('has none where a meeting is, nor within its buffer', () => {
    const { bufferMinutes } = problem;
    expect(bufferMinutes).toBeGreaterThan(0);
    for (const e of placed) {
      const start = startMinute(problem, timetable, e);
      const end = start + problem.minutes[e]!;
      const d = timetable.day[e]!;
      expect(fits(problem, timetable, d, start, end)).toBe(false);
      expect(fits(problem, timetable, d, end + bufferMinutes - 1, end + bufferMinutes + 4)).toBe(false);
    }
  });
});
