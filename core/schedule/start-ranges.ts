import type { StartWindows } from './start-windows.ts';

/** Starts on the grid as pairs of slots since the epoch, both ends included, ascending. */
export function startRanges({ windows, blocked, earliest }: StartWindows, minutes: number, slot: number): number[] {
  const ranges: number[] = [];
  for (const { from, to } of windows) {
    let first = Math.ceil(Math.max(from, earliest) / slot);
    const last = Math.floor((to - minutes) / slot);
    for (const block of blocked) {
      if (block.to <= first * slot) continue;
      if (block.from > last * slot) break;
      const end = Math.ceil(block.from / slot) - 1;
      if (first <= end) ranges.push(first, end);
      first = Math.max(first, Math.ceil(block.to / slot));
    }
    if (first <= last) ranges.push(first, last);
  }
  return ranges;
}
