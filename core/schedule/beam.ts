import { CapRoom } from './cap-room.ts';
import { MOST_ITEMS } from './day-items.ts';
import { NEVER, type Sequence } from './meeting-row.ts';

/** Slots of the longest meeting with the longest buffer on the finest grid: (480 + 120) / 5. */
const MOST_COVER = 121;

/**
 * Labels of the beam, `width` per slot: a partial day that is free again at that slot. Structure of arrays; label l of slot s
 * is at `s · width + l`.
 */
export class Beam {
  /** May be set lower than what the beam was made for. */
  width: number;
  /** Labels of a slot that may hold as many minutes and meetings: more of them tell days apart that differ by little. */
  alike = 1;
  readonly count: Int32Array;
  readonly value: Float64Array;
  readonly score: Float64Array;
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly minutes: Int32Array;
  readonly held: Int32Array;
  readonly lastEnd: Int32Array;
  readonly run: Int32Array;
  readonly since: Int32Array;
  readonly nextFixed: Int32Array;
  readonly parent: Int32Array;
  readonly item: Int32Array;
  readonly start: Int32Array;
  /** By slot: labels that score no more end in no better day (narrowDay). */
  readonly floor: Float64Array;
  /** Result: chosen items and their start slots. */
  readonly chosen = new Int32Array(MOST_ITEMS);
  readonly chosenStart = new Int32Array(MOST_ITEMS);
  chosenSize = 0;
  chosenValue = 0;
  readonly tries = new Int32Array(MOST_ITEMS);
  readonly tryGain = new Float64Array(MOST_ITEMS);
  /** Of the label in hand, by slots covered: what its items could still bring after; NaN: not asked yet. */
  readonly regret: Float64Array;
  readonly room = new CapRoom();
  readonly sequence: Sequence = { run: 0, since: NEVER, lastEnd: -1, next: 0 };

  constructor(width: number, slots: number) {
    const size = width * (slots + 1);
    this.width = width;
    this.count = new Int32Array(slots + 1);
    this.value = new Float64Array(size);
    this.score = new Float64Array(size);
    this.low = new Int32Array(size);
    this.high = new Int32Array(size);
    this.minutes = new Int32Array(size);
    this.held = new Int32Array(size);
    this.lastEnd = new Int32Array(size);
    this.run = new Int32Array(size);
    this.since = new Int32Array(size);
    this.nextFixed = new Int32Array(size);
    this.parent = new Int32Array(size);
    this.item = new Int32Array(size);
    this.start = new Int32Array(size);
    this.floor = new Float64Array(slots + 1);
    this.regret = new Float64Array(MOST_COVER);
  }
}

/**
 * Where a label goes: the place of one that holds the same items and scores less, a free one, the worst; −1: not good enough.
 * Few labels may hold as many minutes and meetings, or the beam fills with one day in other words.
 */
export function placeFor(
  beam: Beam,
  s: number,
  score: number,
  low: number,
  high: number,
  lastEnd: number,
  minutes: number,
  held: number,
): number {
  const first = s * beam.width;
  const count = beam.count[s]!;
  let worst = first;
  let alike = 0;
  let worstAlike = first;
  for (let l = first; l < first + count; l++) {
    if (beam.minutes[l] === minutes && beam.held[l] === held) {
      if (beam.low[l] === low && beam.high[l] === high) {
        // Of two that hold the same, the one that has rested longer.
        const better = score > beam.score[l]! || (score === beam.score[l] && lastEnd < beam.lastEnd[l]!);
        return better ? l : -1;
      }
      if (alike === 0 || beam.score[l]! < beam.score[worstAlike]!) worstAlike = l;
      alike++;
    }
    if (beam.score[l]! < beam.score[worst]!) worst = l;
  }
  if (alike >= beam.alike) return beam.score[worstAlike]! < score ? worstAlike : -1;
  if (count < beam.width) {
    beam.count[s] = count + 1;
    return first + count;
  }
  return beam.score[worst]! < score ? worst : -1;
}
