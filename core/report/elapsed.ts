import { count, duration } from './amount.ts';

/** How long something took, in words: `under a second`, `1.5 seconds`, `2 min`; whole minutes are rounded up. */
export function elapsed(seconds: number): string {
  if (seconds < 1) return 'under a second';
  const tenths = Math.round(seconds * 10) / 10;
  if (tenths >= 60) return duration(Math.ceil(tenths / 60));
  return Number.isInteger(tenths) ? count(tenths, 'second') : `${tenths.toFixed(1)}\u00a0seconds`;
}
