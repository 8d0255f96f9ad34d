import type { Engagement } from '../model/portfolio.ts';
import { ClassBuilder } from './class-builder.ts';
import { NONE, type Places } from './places.ts';
import type { RepDayTable } from './rep-day-table.ts';
import type { RequirementGroups } from './requirement-groups.ts';
import { startRanges } from './start-ranges.ts';
import type { StartWindows } from './start-windows.ts';

/** What is known of all engagements of one length that may start in the same slots of a touch day. */
interface Alike {
  /** List by group of requirements, class by rep-day; NONE: no place. */
  readonly lists: Map<number, number>;
  readonly classes: Map<number, number>;
}

/** Finds the places of engagements, one after the other; those that are alike share them. */
export class PlacesBuilder {
  readonly classes: ClassBuilder;
  readonly #days: RepDayTable;
  readonly #slot: number;
  readonly #team: Int32Array;
  /** First and last slot of each touch day, in any zone. */
  readonly #low: Float64Array;
  readonly #high: Float64Array;
  readonly #bySignature = new Map<string, Int32Array>();
  readonly #alike: readonly Map<string, Alike>[];
  readonly #listSub: number[] = [0];
  readonly #subTeam: number[] = [];
  readonly #subEntry: number[] = [0];
  readonly #entryClass: number[] = [];
  /** Width of the horizon in days. */
  readonly #width: number;

  constructor(days: RepDayTable, slotMinutes: number, bufferMinutes: number, teamOfRep: Int32Array) {
    this.classes = new ClassBuilder(days, slotMinutes, bufferMinutes);
    this.#days = days;
    this.#slot = slotMinutes;
    this.#team = teamOfRep;
    this.#width = days.reps.length === 0 ? 0 : days.count / days.reps.length;
    this.#alike = Array.from({ length: days.touchCount }, () => new Map<string, Alike>());
    this.#low = new Float64Array(days.touchCount).fill(Number.POSITIVE_INFINITY);
    this.#high = new Float64Array(days.touchCount).fill(Number.NEGATIVE_INFINITY);
    for (let d = 0; d < days.count; d++) {
      const t = days.touch[d]!;
      const { from, to } = days.days[d]!;
      this.#low[t] = Math.min(this.#low[t]!, Math.ceil(from / slotMinutes));
      this.#high[t] = Math.max(this.#high[t]!, Math.ceil(to / slotMinutes) - 1);
    }
  }

  /** The list of each touch day for an engagement, NONE where it has no place. */
  listsOf(engagement: Engagement, starts: StartWindows, group: number, groups: RequirementGroups): Int32Array {
    const { minutes } = engagement;
    const signature = `${group}|${minutes}|${starts.key}`;
    const known = this.#bySignature.get(signature);
    if (known !== undefined) return known;
    const lists = new Int32Array(this.#days.touchCount).fill(NONE);
    const ranges = startRanges(starts, minutes, this.#slot);
    for (let t = 0; t < lists.length; t++) {
      const clipped = this.#clip(ranges, t);
      if (clipped.length === 0) continue;
      const alike = this.#alikeOf(t, minutes, clipped);
      const list = alike.lists.get(group) ?? this.#makeList(t, groups.reps[group]!, minutes, clipped, alike);
      alike.lists.set(group, list);
      lists[t] = list;
    }
    this.#bySignature.set(signature, lists);
    return lists;
  }

  /** Sub of a list for a team, and the class of one rep in it. */
  ownPlaces(list: number, team: number, rep: number): { sub: number; own: number } {
    for (let sub = this.#listSub[list]!; sub < this.#listSub[list + 1]!; sub++) {
      if (this.#subTeam[sub] !== team) continue;
      for (let i = this.#subEntry[sub]!; i < this.#subEntry[sub + 1]!; i++) {
        const own = this.#entryClass[i]!;
        if (this.#days.rep[this.classes.dayOf(own)] === rep) return { sub, own };
      }
      return { sub, own: NONE };
    }
    return { sub: NONE, own: NONE };
  }

  build(): Places {
    return {
      ...this.classes.build(),
      listCount: this.#listSub.length - 1,
      listSub: Int32Array.from(this.#listSub),
      subTeam: Int32Array.from(this.#subTeam),
      subEntry: Int32Array.from(this.#subEntry),
      entryClass: Int32Array.from(this.#entryClass),
    };
  }

  #alikeOf(t: number, minutes: number, ranges: readonly number[]): Alike {
    const key = `${minutes}|${ranges.join()}`;
    const known = this.#alike[t]!.get(key);
    if (known !== undefined) return known;
    const alike = { lists: new Map<number, number>(), classes: new Map<number, number>() };
    this.#alike[t]!.set(key, alike);
    return alike;
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

  /** A list over the eligible reps, NONE if no one has a place. */
  #makeList(
    t: number,
    eligible: Int32Array,
    minutes: number,
    ranges: readonly number[],
    { classes }: Pick<Alike, 'classes'>,
  ): number {
    const found: { team: number; id: number }[] = [];
    for (const r of eligible) {
      const d = this.#dayOfRep(r, t);
      if (d === NONE) continue;
      const id = classes.get(d) ?? this.classes.classOf(d, minutes, ranges);
      classes.set(d, id);
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
  #dayOfRep(r: number, t: number): number {
    const index = t - this.#days.touch[r * this.#width]!;
    return index >= 0 && index < this.#width ? r * this.#width + index : NONE;
  }
}
