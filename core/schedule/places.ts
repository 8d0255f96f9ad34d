import type { Interval } from '../calendar/interval.ts';
import type { Engagement } from '../model/portfolio.ts';
import type { RepDayTable } from './rep-day-table.ts';
import type { RequirementGroups } from './requirement-groups.ts';
import type { StartWindows } from './start-windows.ts';

/**
 * Where engagements can lie, shared as far as they are alike.
 *
 * - A *class* is a rep-day, a length and the starts allowed for it (ranges of slots of the span).
 * - A *list* holds the classes of one touch day, sorted by team and rep; a *sub* is one team's part of it.
 *
 * An engagement has a list per touch day, so an evaluation costs a few look-ups per day instead of one per rep and start.
 */
export interface Places {
  readonly classCount: number;
  readonly classDay: Int32Array;
  /** Slots covered, buffer included; the end of the span cuts it. */
  readonly classCover: Int32Array;
  readonly classMinutes: Int32Array;
  /** Ranges of class c: `rangeFirst[i] … rangeLast[i]` for i in `classRange[c] … classRange[c + 1] − 1`. */
  readonly classRange: Int32Array;
  readonly rangeFirst: Int32Array;
  readonly rangeLast: Int32Array;
  readonly listCount: number;
  readonly listSub: Int32Array;
  readonly subTeam: Int32Array;
  readonly subEntry: Int32Array;
  readonly entryClass: Int32Array;
}

export const NONE = -1;

export class PlacesBuilder {
  readonly #days: RepDayTable;
  readonly #slot: number;
  readonly #buffer: number;
  readonly #team: Int32Array;
  readonly #daysOfTouch: readonly Int32Array[];
  readonly #touchRange: readonly Interval[];
  readonly #bySignature = new Map<string, Int32Array>();
  readonly #byStarts = new Map<string, number>();
  readonly #classKeys: Map<string, number>[];
  readonly #classDay: number[] = [];
  readonly #classCover: number[] = [];
  readonly #classMinutes: number[] = [];
  readonly #classRange: number[] = [0];
  readonly #rangeFirst: number[] = [];
  readonly #rangeLast: number[] = [];
  readonly #listSub: number[] = [0];
  readonly #subTeam: number[] = [];
  readonly #subEntry: number[] = [0];
  readonly #entryClass: number[] = [];
  /** Width of the horizon in days. */
  readonly #width: number;

  constructor(days: RepDayTable, slotMinutes: number, bufferMinutes: number, teamOfRep: Int32Array) {
    this.#days = days;
    this.#slot = slotMinutes;
    this.#buffer = bufferMinutes;
    this.#team = teamOfRep;
    this.#width = days.reps.length === 0 ? 0 : days.count / days.reps.length;
    this.#classKeys = Array.from({ length: days.count }, () => new Map<string, number>());
    const byTouch = Array.from({ length: days.touchCount }, (): number[] => []);
    for (let d = 0; d < days.count; d++) byTouch[days.touch[d]!]!.push(d);
    this.#daysOfTouch = byTouch.map((list) => Int32Array.from(list));
    this.#touchRange = byTouch.map((list) => ({
      from: list.reduce((least, d) => Math.min(least, days.days[d]!.from), Number.POSITIVE_INFINITY),
      to: list.reduce((most, d) => Math.max(most, days.days[d]!.to), Number.NEGATIVE_INFINITY),
    }));
  }

  /** The list of each touch day for an engagement, NONE where it has no place. */
  listsOf(engagement: Engagement, starts: StartWindows, group: number, groups: RequirementGroups): Int32Array {
    const signature = `${group}|${engagement.minutes}|${starts.key}`;
    const known = this.#bySignature.get(signature);
    if (known !== undefined) return known;
    const lists = new Int32Array(this.#days.touchCount).fill(NONE);
    const ranges = startRanges(starts, engagement.minutes, this.#slot);
    for (let t = 0; t < lists.length; t++) {
      const clipped = this.#clip(ranges, t);
      if (clipped.length === 0) continue;
      const key = `${t}|${group}|${engagement.minutes}|${clipped.join()}`;
      const list = this.#byStarts.get(key) ?? this.#makeList(t, groups.reps[group]!, engagement.minutes, clipped);
      this.#byStarts.set(key, list);
      lists[t] = list;
    }
    this.#bySignature.set(signature, lists);
    return lists;
  }

  /** The class of a rep-day for starts in `ranges` (pairs of slots since the epoch, both ends included), or NONE. */
  classOf(d: number, minutes: number, ranges: readonly number[]): number {
    const day = this.#days;
    const base = day.base[d]!;
    const found: number[] = [];
    let i = 0;
    for (const free of day.days[d]!.free) {
      const first = Math.ceil(free.from / this.#slot);
      const last = Math.floor((free.to - minutes) / this.#slot);
      while (i < ranges.length && ranges[i + 1]! < first) i += 2;
      for (let j = i; j < ranges.length && ranges[j]! <= last; j += 2) {
        const from = Math.max(first, ranges[j]!);
        const to = Math.min(last, ranges[j + 1]!);
        if (from <= to) found.push(from - base, to - base);
      }
    }
    if (found.length === 0) return NONE;
    const key = `${minutes}|${found.join()}`;
    const known = this.#classKeys[d]!.get(key);
    if (known !== undefined) return known;
    const id = this.#classDay.length;
    this.#classKeys[d]!.set(key, id);
    this.#classDay.push(d);
    this.#classMinutes.push(minutes);
    this.#classCover.push(Math.ceil((minutes + this.#buffer) / this.#slot));
    for (let k = 0; k < found.length; k += 2) {
      this.#rangeFirst.push(found[k]!);
      this.#rangeLast.push(found[k + 1]!);
    }
    this.#classRange.push(this.#rangeFirst.length);
    return id;
  }

  build(): Places {
    return {
      classCount: this.#classDay.length,
      classDay: Int32Array.from(this.#classDay),
      classCover: Int32Array.from(this.#classCover),
      classMinutes: Int32Array.from(this.#classMinutes),
      classRange: Int32Array.from(this.#classRange),
      rangeFirst: Int32Array.from(this.#rangeFirst),
      rangeLast: Int32Array.from(this.#rangeLast),
      listCount: this.#listSub.length - 1,
      listSub: Int32Array.from(this.#listSub),
      subTeam: Int32Array.from(this.#subTeam),
      subEntry: Int32Array.from(this.#subEntry),
      entryClass: Int32Array.from(this.#entryClass),
    };
  }

  /** Sub of a list for a team, and the class of one rep in it. */
  ownPlaces(list: number, team: number, rep: number): { sub: number; own: number } {
    for (let sub = this.#listSub[list]!; sub < this.#listSub[list + 1]!; sub++) {
      if (this.#subTeam[sub] !== team) continue;
      for (let i = this.#subEntry[sub]!; i < this.#subEntry[sub + 1]!; i++) {
        if (this.#days.rep[this.#classDay[this.#entryClass[i]!]!] === rep) return { sub, own: this.#entryClass[i]! };
      }
      return { sub, own: NONE };
    }
    return { sub: NONE, own: NONE };
  }

  dayOfClass(c: number): number {
    return this.#classDay[c]!;
  }

  allows(c: number, slot: number): boolean {
    for (let i = this.#classRange[c]!; i < this.#classRange[c + 1]!; i++) {
      if (this.#rangeFirst[i]! <= slot && slot <= this.#rangeLast[i]!) return true;
    }
    return false;
  }

  #clip(ranges: readonly number[], t: number): number[] {
    const low = Math.ceil(this.#touchRange[t]!.from / this.#slot);
    const high = Math.ceil(this.#touchRange[t]!.to / this.#slot) - 1;
    const clipped: number[] = [];
    for (let i = 0; i < ranges.length; i += 2) {
      const from = Math.max(low, ranges[i]!);
      const to = Math.min(high, ranges[i + 1]!);
      if (from <= to) clipped.push(from, to);
    }
    return clipped;
  }

  /** A list over the eligible reps, NONE if no one has a place. */
  #makeList(t: number, eligible: Int32Array, minutes: number, ranges: readonly number[]): number {
    const found: { team: number; id: number }[] = [];
    const days = this.#daysOfTouch[t]!;
    for (const r of eligible) {
      const d = this.#dayOfRep(days, r, t);
      const id = d === NONE ? NONE : this.classOf(d, minutes, ranges);
      if (id !== NONE) found.push({ team: this.#team[r]!, id });
    }
    if (found.length === 0) return NONE;
    found.sort((a, b) => a.team - b.team || a.id - b.id);
    let team = NONE;
    for (const entry of found) {
      if (entry.team !== team) {
        if (team !== NONE) this.#subEntry.push(this.#entryClass.length);
        this.#subTeam.push(entry.team);
        team = entry.team;
      }
      this.#entryClass.push(entry.id);
    }
    this.#subEntry.push(this.#entryClass.length);
    this.#listSub.push(this.#subTeam.length);
    return this.#listSub.length - 2;
  }

  /** Touch days of a rep rise by one a day, so the day is found by its distance from the first. */
  #dayOfRep(days: Int32Array, r: number, t: number): number {
    if (days.length === 0) return NONE;
    const index = t - this.#days.touch[r * this.#width]!;
    return index >= 0 && index < this.#width ? r * this.#width + index : NONE;
  }
}

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
