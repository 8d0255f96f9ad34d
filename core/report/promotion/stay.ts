import { count, duration } from '../amount.ts';

const DAY = 1_440;

/** How long a stage lasts: `1 day`, `1 h`, `15 s`, or that only its checks decide. */
export function stay(minutes: number): string {
  if (minutes === 0) return 'until its checks are through';
  if (minutes < 1) return `at least ${count(Math.max(1, Math.round(minutes * 60)), 'second')}`;
  if (minutes % DAY === 0) return `at least ${count(minutes / DAY, 'day')}`;
  return `at least ${duration(Math.round(minutes))}`;
}
