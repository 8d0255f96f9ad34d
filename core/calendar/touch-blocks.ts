import type { Cap } from './contact-cap.ts';
import { type Interval, union } from './interval.ts';
import type { Minute } from './minute.ts';

/**
 * The starts that `minimum-gap` or `contact-cap` forbid to one more, unpinned touch, given the touches that stand (ledger and
 * pinned; any order, repeats count). A start is allowed against them exactly when it lies in none of the intervals.
 * O(n · caps + n log n).
 */
export function touchBlocks(touches: readonly Minute[], caps: readonly Cap[], gapHours: number): readonly Interval[] {
  const sorted = [...touches].sort((a, b) => a - b);
  return union([...gapBlocks(sorted, gapHours), ...caps.flatMap((cap) => capBlocks(sorted, cap))]);
}

/** A start exactly `gapHours` away is allowed. */
function gapBlocks(sorted: readonly Minute[], gapHours: number): readonly Interval[] {
  const gap = gapHours * 60;
  return sorted.map((touch) => ({ from: touch - gap + 1, to: touch + gap }));
}

/**
 * Windows `[x, x + length)` begin at a touch. The new touch breaks one that begins at a standing touch and is full already,
 * or its own, when the next `touches` standing ones all lie inside it.
 */
function capBlocks(sorted: readonly Minute[], { touches, days }: Cap): readonly Interval[] {
  if (touches === 0) return [{ from: Number.MIN_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER }];
  const length = days * 1440;
  const blocks: Interval[] = [];
  sorted.forEach((first, index) => {
    const last = sorted[index + touches - 1];
    if (last === undefined || last >= first + length) return;
    blocks.push({ from: last - length + 1, to: first + length });
  });
  return blocks;
}
