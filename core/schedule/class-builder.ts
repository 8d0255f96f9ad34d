import { NONE, type Places } from './places.ts';
import type { RepDayTable } from './rep-day-table.ts';

/** Finds and numbers the classes of places: equal ones of a rep-day are one. */
export class ClassBuilder {
  readonly #days: RepDayTable;
  readonly #slot: number;
  readonly #buffer: number;
  readonly #keys: Map<string, number>[];
  readonly #day: number[] = [];
  readonly #cover: number[] = [];
  readonly #minutes: number[] = [];
  readonly #range: number[] = [0];
  readonly #first: number[] = [];
  readonly #last: number[] = [];

  constructor(days: RepDayTable, slotMinutes: number, bufferMinutes: number) {
    this.#days = days;
    this.#slot = slotMinutes;
    this.#buffer = bufferMinutes;
    this.#keys = Array.from({ length: days.count }, () => new Map<string, number>());
  }

  /** The class of a rep-day for starts in `ranges` (pairs of slots since the epoch, both ends included), or NONE. */
  classOf(d: number, minutes: number, ranges: readonly number[]): number {
    const found = this.#startsOn(d, minutes, ranges);
    if (found.length === 0) return NONE;
    const key = `${minutes}|${found.join()}`;
    const known = this.#keys[d]!.get(key);
    if (known !== undefined) return known;
    const id = this.#day.length;
    this.#keys[d]!.set(key, id);
    this.#day.push(d);
    this.#minutes.push(minutes);
    this.#cover.push(Math.ceil((minutes + this.#buffer) / this.#slot));
    for (let k = 0; k < found.length; k += 2) {
      this.#first.push(found[k]!);
      this.#last.push(found[k + 1]!);
    }
    this.#range.push(this.#first.length);
    return id;
  }

  dayOf(c: number): number {
    return this.#day[c]!;
  }

  /** Whether a slot of the span is a start of the class. */
  allows(c: number, slot: number): boolean {
    for (let i = this.#range[c]!; i < this.#range[c + 1]!; i++) {
      if (this.#first[i]! <= slot && slot <= this.#last[i]!) return true;
    }
    return false;
  }

  build(): Pick<
    Places,
    'classCount' | 'classDay' | 'classCover' | 'classMinutes' | 'classRange' | 'rangeFirst' | 'rangeLast'
  > {
    return {
      classCount: this.#day.length,
      classDay: Int32Array.from(this.#day),
      classCover: Int32Array.from(this.#cover),
      classMinutes: Int32Array.from(this.#minutes),
      classRange: Int32Array.from(this.#range),
      rangeFirst: Int32Array.from(this.#first),
      rangeLast: Int32Array.from(this.#last),
    };
  }

  /** Ranges of slots of the span where the rep is free for so long, within `ranges`. */
  #startsOn(d: number, minutes: number, ranges: readonly number[]): number[] {
    const base = this.#days.base[d]!;
    const found: number[] = [];
    let i = 0;
    for (const free of this.#days.days[d]!.free) {
      const first = Math.ceil(free.from / this.#slot);
      const last = Math.floor((free.to - minutes) / this.#slot);
      while (i < ranges.length && ranges[i + 1]! < first) i += 2;
      for (let j = i; j < ranges.length && ranges[j]! <= last; j += 2) {
        const from = Math.max(first, ranges[j]!);
        const to = Math.min(last, ranges[j + 1]!);
        if (from <= to) found.push(from - base, to - base);
      }
    }
    return found;
  }
}
