import type { Cap } from '../calendar/contact-cap.ts';

/** K_a: how many unpinned touches caps and minimum gap can leave room for within `days` days, both ends included. */
export function mostTouches(caps: readonly Cap[], gapHours: number, days: number): number {
  let most = gapHours > 0 ? 1 + Math.floor((24 * days) / gapHours) : Number.MAX_SAFE_INTEGER;
  for (const cap of caps) most = Math.min(most, cap.touches * Math.ceil(days / cap.days));
  return Math.min(most, 2 ** 30);
}
