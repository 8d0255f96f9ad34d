import { type Beam, placeFor } from './beam.ts';
import type { DayItems } from './day-items.ts';
import type { DayLimits } from './day-limits.ts';
import { meet, NEVER, passFixed } from './meeting-row.ts';

/** Candidates tried for one label at one slot. */
const TRIES = 6;
/**
 * What an item could still bring later counts a trace less than what is held: where slots cost nothing and only minutes do, all labels would
 * tie otherwise, and everything would be put off until the day is over.
 */
const LATER = 1 - 1e-6;

/**
 * The best set of items and starts a beam search finds for one rep-day: slot by slot, each label waits one slot or starts one
 * of the most promising items. A label is judged by what it holds, and what the room left under the caps can bring, less what
 * its items could still bring if they were left for later: the rest of the day is worth the same to all labels of a slot.
 * Work: slots · width · (TRIES + width).
 */
export function solveDay(items: DayItems, limits: DayLimits, sums: Float64Array, offset: number, beam: Beam): void {
  const { slots } = limits;
  beam.count.fill(0, 0, slots + 1);
  startLabel(beam, limits);
  for (let s = 0; s < slots; s++) {
    const labels = beam.count[s]!;
    if (labels === 0) continue;
    const tries = rankItems(items, limits, sums, offset, s, beam);
    for (let l = s * beam.width; l < s * beam.width + labels; l++) {
      waitOneSlot(items, limits, beam, s, l);
      extend(items, limits, beam, s, l, tries);
    }
  }
  readBest(beam, limits);
}

function startLabel(beam: Beam, limits: DayLimits): void {
  beam.count[0] = 1;
  beam.value[0] = 0;
  beam.score[0] = 0;
  beam.low[0] = 0;
  beam.high[0] = 0;
  beam.minutes[0] = limits.pinnedMinutes;
  beam.held[0] = limits.fixed.length;
  beam.lastEnd[0] = -NEVER;
  beam.run[0] = 0;
  beam.since[0] = NEVER;
  beam.nextFixed[0] = 0;
  beam.parent[0] = -1;
  beam.item[0] = -1;
}

/** Items that may start at the slot, by what starting now brings over starting later. */
function rankItems(
  items: DayItems,
  limits: DayLimits,
  sums: Float64Array,
  offset: number,
  s: number,
  beam: Beam,
): number {
  let count = 0;
  const width = limits.slots + 1;
  for (let k = 0; k < items.liveSize; k++) {
    const i = items.live[k]!;
    if (items.allowed[i * items.slots + s] === 0) continue;
    const end = Math.min(s + items.cover[i]!, limits.slots);
    const price = sums[offset + end]! - sums[offset + s]! + limits.minutePrice * items.minutes[i]! + limits.countPrice;
    const gain = items.weight[i]! - price - items.later[i * width + s + 1]!;
    let at = count++;
    while (at > 0 && beam.tryGain[at - 1]! < gain) {
      beam.tryGain[at] = beam.tryGain[at - 1]!;
      beam.tries[at] = beam.tries[at - 1]!;
      at--;
    }
    beam.tryGain[at] = gain;
    beam.tries[at] = i;
  }
  return count;
}

function waitOneSlot(items: DayItems, limits: DayLimits, beam: Beam, s: number, l: number): void {
  const regret = regretAt(items, limits, s + 1, beam.low[l]!, beam.high[l]!);
  const score = beam.value[l]! + beam.room.left(beam.minutes[l]!, beam.held[l]!) - regret;
  if (score <= beam.floor[s + 1]!) return;
  const at = placeFor(
    beam,
    s + 1,
    score,
    beam.low[l]!,
    beam.high[l]!,
    beam.lastEnd[l]!,
    beam.minutes[l]!,
    beam.held[l]!,
  );
  if (at < 0) return;
  beam.value[at] = beam.value[l]!;
  beam.score[at] = score;
  beam.low[at] = beam.low[l]!;
  beam.high[at] = beam.high[l]!;
  beam.minutes[at] = beam.minutes[l]!;
  beam.held[at] = beam.held[l]!;
  beam.lastEnd[at] = beam.lastEnd[l]!;
  beam.run[at] = beam.run[l]!;
  beam.since[at] = beam.since[l]!;
  beam.nextFixed[at] = beam.nextFixed[l]!;
  beam.parent[at] = beam.parent[l]!;
  beam.item[at] = beam.item[l]!;
  beam.start[at] = beam.start[l]!;
}

function extend(items: DayItems, limits: DayLimits, beam: Beam, s: number, l: number, tries: number): void {
  if (beam.held[l]! >= limits.capCount) return;
  const { sequence } = beam;
  const from = limits.from + s * limits.slotMinutes;
  let left = TRIES;
  for (let r = 0; r < tries; r++) beam.regret[items.cover[beam.tries[r]!]!] = Number.NaN;
  for (let r = 0; r < tries && left > 0; r++) {
    const i = beam.tries[r]!;
    const low = items.low[i]!;
    const high = items.high[i]!;
    if ((beam.low[l]! & low) !== 0 || (beam.high[l]! & high) !== 0) continue;
    left--;
    const minutes = beam.minutes[l]! + items.minutes[i]!;
    if (minutes > limits.capMinutes) continue;
    sequence.run = beam.run[l]!;
    sequence.since = beam.since[l]!;
    sequence.lastEnd = beam.lastEnd[l]!;
    sequence.next = beam.nextFixed[l]!;
    if (limits.breakMinutes > 0) {
      if (!passFixed(limits, sequence, from)) continue;
      if (!meet(limits, sequence, from, from + items.minutes[i]!, false)) continue;
    }
    const value = beam.value[l]! + items.weight[i]!;
    const end = Math.min(s + items.cover[i]!, limits.slots);
    const usedLow = beam.low[l]! | low;
    const usedHigh = beam.high[l]! | high;
    // Items of one label that cover as many slots end at the same slot: what the label gives up there is the same.
    const cover = items.cover[i]!;
    let regret = beam.regret[cover]!;
    if (Number.isNaN(regret)) {
      regret = regretAt(items, limits, end, beam.low[l]!, beam.high[l]!);
      beam.regret[cover] = regret;
    }
    const own = regretAt(items, limits, end, low, high);
    const score = value + beam.room.left(minutes, beam.held[l]! + 1) - regret - own;
    if (score <= beam.floor[end]!) continue;
    const at = placeFor(beam, end, score, usedLow, usedHigh, from + items.minutes[i]!, minutes, beam.held[l]! + 1);
    if (at < 0) continue;
    beam.value[at] = value;
    beam.score[at] = score;
    beam.low[at] = usedLow;
    beam.high[at] = usedHigh;
    beam.minutes[at] = minutes;
    beam.held[at] = beam.held[l]! + 1;
    beam.lastEnd[at] = sequence.lastEnd;
    beam.run[at] = sequence.run;
    beam.since[at] = sequence.since;
    beam.nextFixed[at] = sequence.next;
    beam.parent[at] = l;
    beam.item[at] = i;
    beam.start[at] = s;
  }
}

/** What the items of the bits could still bring from a slot on. */
function regretAt(items: DayItems, limits: DayLimits, s: number, low: number, high: number): number {
  const width = limits.slots + 1;
  let regret = 0;
  for (let bits = low; bits !== 0; bits &= bits - 1)
    regret += items.later[(31 - Math.clz32(bits & -bits)) * width + s]!;
  for (let bits = high; bits !== 0; bits &= bits - 1) {
    regret += items.later[(61 - Math.clz32(bits & -bits)) * width + s]!;
  }
  return LATER * regret;
}

function readBest(beam: Beam, limits: DayLimits): void {
  const first = limits.slots * beam.width;
  let best = -1;
  for (let l = first; l < first + beam.count[limits.slots]!; l++) {
    if ((best < 0 || beam.value[l]! > beam.value[best]!) && endsWell(beam, limits, l)) best = l;
  }
  beam.chosenSize = 0;
  beam.chosenValue = best < 0 ? Number.NEGATIVE_INFINITY : beam.value[best]!;
  for (let l = best; l >= 0 && beam.item[l]! >= 0; l = beam.parent[l]!) {
    beam.chosen[beam.chosenSize] = beam.item[l]!;
    beam.chosenStart[beam.chosenSize++] = beam.start[l]!;
  }
}

/** The pinned meetings after the last item may not make its row too long. */
function endsWell(beam: Beam, limits: DayLimits, l: number): boolean {
  if (limits.breakMinutes === 0) return true;
  const { sequence } = beam;
  sequence.run = beam.run[l]!;
  sequence.since = beam.since[l]!;
  sequence.lastEnd = beam.lastEnd[l]!;
  sequence.next = beam.nextFixed[l]!;
  return passFixed(limits, sequence, Number.POSITIVE_INFINITY);
}
