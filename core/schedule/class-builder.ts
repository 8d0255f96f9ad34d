import { IntegerList } from '../numeric/integer-list.ts';
import { SequenceNumbers } from '../numeric/sequence-numbers.ts';
import { NONE, type Places } from './places.ts';
import type { RepDayTable } from './rep-day-table.ts';

/** Finds and numbers the classes of places: equal ones of a rep-day are one. */
export class ClassBuilder {
  readonly #base: Int32Array;
  /** Free time of rep-day d: `#freeOf[d] … #freeOf[d + 1] − 1`; first slot since the epoch, and last minute. */
  readonly #freeOf: Int32Array;
  readonly #freeFirst = new IntegerList();
  readonly #freeTo = new IntegerList();
  readonly #slot: number;
  readonly #buffer: number;
  /** A class is its rep-day, its length and its ranges. */
  readonly #numbers = new SequenceNumbers();
  readonly #day = new IntegerList();
  readonly #cover = new IntegerList();
  readonly #minutes = new IntegerList();
  readonly #range = new IntegerList();
  readonly #first = new IntegerList();
  readonly #last = new IntegerList();
  /** The class asked for, as a sequence. */
  readonly #asked: number[] = [];

  constructor(days: RepDayTable, slotMinutes: number, bufferMinutes: number) {
    this.#base = days.base;
    this.#freeOf = new Int32Array(days.count + 1);
    for (let d = 0; d < days.count; d++) {
      for (const { from, to } of days.days[d]!.free) {
        this.#freeFirst.push(Math.ceil(from / slotMinutes));
        this.#freeTo.push(to);
      }
      this.#freeOf[d + 1] = this.#freeTo.length;
    }
    this.#slot = slotMinutes;
    this.#buffer = bufferMinutes;
    this.#range.push(0);
  }

  /** The class of a rep-day for starts in `ranges` (pairs of slots since the epoch, both ends included), or NONE. */
  classOf(d: number, minutes: number, ranges: readonly number[]): number {
    const asked = this.#asked;
    asked.length = 0;
    asked.push(d, minutes);
    this.#addStarts(d, minutes, ranges);
    if (asked.length === 2) return NONE;
    const id = this.#numbers.of(asked);
    if (id < this.#day.length) return id;
    this.#day.push(d);
    this.#minutes.push(minutes);
    this.#cover.push(Math.ceil((minutes + this.#buffer) / this.#slot));
    for (let k = 2; k < asked.length; k += 2) {
      this.#first.push(asked[k]!);
      this.#last.push(asked[k + 1]!);
    }
    this.#range.push(this.#first.length);
    return id;
  }

  dayOf(c: number): number {
    return this.#day.at(c);
  }

  /** Whether a slot of the span is a start of the class. */
  allows(c: number, slot: number): boolean {
    for (let i = this.#range.at(c); i < this.#range.at(c + 1); i++) {
      if (this.#first.at(i) <= slot && slot <= this.#last.at(i)) return true;
    }
    return false;
  }

  build(): Pick<
    Places,
    'classCount' | 'classDay' | 'classCover' | 'classMinutes' | 'classRange' | 'rangeFirst' | 'rangeLast'
  > {
    return {
      classCount: this.#day.length,
      classDay: this.#day.toArray(),
      classCover: this.#cover.toArray(),
      classMinutes: this.#minutes.toArray(),
      classRange: this.#range.toArray(),
      rangeFirst: this.#first.toArray(),
      rangeLast: this.#last.toArray(),
    };
  }

  /** Adds to `#asked` the ranges of slots of the span where the rep is free for so long, within `ranges`. */
  #addStarts(d: number, minutes: number, ranges: readonly number[]): void {
    const base = this.#base[d]!;
    let i = 0;
    for (let k = this.#freeOf[d]!; k < this.#freeOf[d + 1]!; k++) {
      const first = this.#freeFirst.at(k);
      const last = Math.floor((this.#freeTo.at(k) - minutes) / this.#slot);
      while (i < ranges.length && ranges[i + 1]! < first) i += 2;
      for (let j = i; j < ranges.length && ranges[j]! <= last; j += 2) {
        const from = Math.max(first, ranges[j]!);
        const to = Math.min(last, ranges[j + 1]!);
        if (from <= to) this.#asked.push(from - base, to - base);
      }
    }
  }
}
