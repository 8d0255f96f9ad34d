import { IntegerList } from '../numeric/integer-list.ts';
import { SequenceNumbers } from '../numeric/sequence-numbers.ts';
import { NONE } from './places.ts';
import type { RepDayTable } from './rep-day-table.ts';
import { startRanges } from './start-ranges.ts';
import type { StartWindows } from './start-windows.ts';

/** Engagements of one length that may start in the same slots. */
export interface StartKind {
  readonly number: number;
  readonly minutes: number;
  /** Starts as pairs of slots since the epoch, both ends included. */
  readonly ranges: readonly number[];
  /** By touch day: a number for length and starts on that day, since other kinds may have the same; NONE: no start. */
  readonly alike: Int32Array;
}

/** Tells the engagements of a block apart by length and allowed starts, and nothing else. */
export class StartKinds {
  readonly #slot: number;
  /** First and last slot of each touch day, in any zone. */
  readonly #low: Float64Array;
  readonly #high: Float64Array;
  /** By number of windows and length: the kind. */
  readonly #asked = new SequenceNumbers();
  readonly #kindAsked = new IntegerList();
  /** By length and ranges. */
  readonly #numbers = new SequenceNumbers();
  readonly #kinds: StartKind[] = [];
  /** By touch day, length and ranges on that day. */
  readonly #alike = new SequenceNumbers();

  constructor(days: RepDayTable, slotMinutes: number) {
    this.#slot = slotMinutes;
    this.#low = new Float64Array(days.touchCount).fill(Number.POSITIVE_INFINITY);
    this.#high = new Float64Array(days.touchCount).fill(Number.NEGATIVE_INFINITY);
    for (let d = 0; d < days.count; d++) {
      const t = days.touch[d]!;
      const { from, to } = days.days[d]!;
      this.#low[t] = Math.min(this.#low[t]!, Math.ceil(from / slotMinutes));
      this.#high[t] = Math.max(this.#high[t]!, Math.ceil(to / slotMinutes) - 1);
    }
  }

  of(starts: StartWindows, minutes: number): StartKind {
    const asked = this.#asked.ofPair(starts.number, minutes);
    if (asked < this.#kindAsked.length) return this.#kinds[this.#kindAsked.at(asked)]!;
    const ranges = startRanges(starts, minutes, this.#slot);
    const number = this.#numbers.of([minutes, ...ranges]);
    if (number === this.#kinds.length)
      this.#kinds.push({ number, minutes, ranges, alike: this.#alikeOf(minutes, ranges) });
    this.#kindAsked.push(number);
    return this.#kinds[number]!;
  }

  #alikeOf(minutes: number, ranges: readonly number[]): Int32Array {
    return new Int32Array(this.#low.length).map((_, t) => {
      const clipped = this.#clip(ranges, t);
      return clipped.length === 0 ? NONE : this.#alike.of([t, minutes, ...clipped]);
    });
  }

  #clip(ranges: readonly number[], t: number): number[] {
    const low = this.#low[t]!;
    const high = this.#high[t]!;
    const clipped: number[] = [];
    for (let i = 0; i < ranges.length; i += 2) {
      const from = Math.max(low, ranges[i]!);
      const to = Math.min(high, ranges[i + 1]!);
      if (from <= to) clipped.push(from, to);
    }
    return clipped;
  }
}
