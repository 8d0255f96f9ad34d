import { Cron } from 'croner';
import { describe, expect, it } from 'vitest';
import { readSchedule } from '../../infra/local/aws-cron.ts';

/** The next times of an AWS expression, as the scheduler reads it. */
function next(expression: string, count: number, timezone = 'UTC'): string[] {
  const due = readSchedule(expression);
  if (due.kind !== 'cron') throw new Error(`${expression} is no cron expression`);
  const dialect = { domAndDow: true, alternativeWeekdays: true, sloppyRanges: true };
  const cron = new Cron(due.pattern, { timezone, paused: true, ...dialect });
  return cron.nextRuns(count, new Date('2026-11-22T12:00:00Z')).map((date) => date.toISOString());
}

describe('AWS schedule expressions', () => {
  it.each([
    ['cron(0 2 * * ? *)', '2026-11-23T02:00:00.000Z'],
    ['cron(0 8 ? * 2 *)', '2026-11-23T08:00:00.000Z'],
    ['cron(0 8 ? * 1 *)', '2026-11-29T08:00:00.000Z'],
    ['cron(0 8 ? * SUN *)', '2026-11-29T08:00:00.000Z'],
    ['cron(0 8 ? * 7 *)', '2026-11-28T08:00:00.000Z'],
    ['cron(0 8 ? * 3-5 *)', '2026-11-24T08:00:00.000Z'],
    ['cron(0 8 ? * 6L *)', '2026-11-27T08:00:00.000Z'],
    ['cron(0 8 L * ? *)', '2026-11-30T08:00:00.000Z'],
    ['cron(0 8 1 1 ? 2028)', '2028-01-01T08:00:00.000Z'],
  ])('%s is next due at %s', (expression, time) => {
    expect(next(expression, 1)).toEqual([time]);
  });

  it('a start with a step runs on to the end of the field', () => {
    expect(next('cron(5/20 13 * * ? *)', 3).map((time) => time.slice(11, 16))).toEqual(['13:05', '13:25', '13:45']);
  });

  it('times are of the schedule’s zone, over the change to summer time', () => {
    const due = next('cron(0 2 ? * * *)', 200, 'Europe/Berlin').filter(
      (time) => time >= '2027-03-27' && time < '2027-03-30',
    );
    expect(due.map((time) => time.slice(5, 16))).toEqual(['03-27T01:00', '03-28T01:00', '03-29T00:00']);
  });

  it('rates count in seconds, instants stay instants', () => {
    expect(readSchedule('rate(1 hour)')).toEqual({ kind: 'rate', seconds: 3600 });
    expect(readSchedule('rate(5 minutes)')).toEqual({ kind: 'rate', seconds: 300 });
    expect(readSchedule('at(2026-12-01T08:00:00)')).toEqual({ kind: 'at', instant: '2026-12-01T08:00:00' });
  });

  it.each(['rate(5 fortnights)', 'cron(0 2 * * *)', 'every day'])('%s is refused', (expression) => {
    expect(() => readSchedule(expression)).toThrow(expression);
  });
});
