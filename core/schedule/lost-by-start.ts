import type { Held } from './clear-place.ts';
import type { Problem } from './problem.ts';

/**
 * What is lost by clearing a rep-day for a meeting of so many minutes, by the slot it starts at; Infinity: somebody there cannot
 * leave. Daily caps and breaks are not asked. `loss`: what is lost with one of them. O(meetings · slots covered).
 */
export function lostByStart(
  { days, slotMinutes, bufferMinutes }: Problem,
  d: number,
  held: readonly Held[],
  minutes: number,
  loss: (other: Held) => number,
): Float64Array {
  const sums = new Float64Array(days.slots[d]!);
  const base = days.base[d]! * slotMinutes;
  for (const other of held) {
    const lost = loss(other);
    // In the way: start + minutes + buffer > from, and start < to + buffer.
    const first = Math.floor((other.from - minutes - bufferMinutes - base) / slotMinutes) + 1;
    const end = Math.min(sums.length, Math.ceil((other.to + bufferMinutes - base) / slotMinutes));
    for (let s = Math.max(0, first); s < end; s++) sums[s] = sums[s]! + lost;
  }
  return sums;
}
