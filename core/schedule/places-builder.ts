import { IntegerList } from '../numeric/integer-list.ts';
import { SequenceNumbers } from '../numeric/sequence-numbers.ts';
import { ClassBuilder } from './class-builder.ts';
import { ClassRows } from './class-rows.ts';
import { NONE, type Places } from './places.ts';
import type { RepDayTable } from './rep-day-table.ts';
import type { RequirementGroups } from './requirement-groups.ts';
import { type StartKind, StartKinds } from './start-kinds.ts';
import type { StartWindows } from './start-windows.ts';

/** Finds the places of engagements, one after the other; those that are alike share them. */
export class PlacesBuilder {
  readonly classes: ClassBuilder;
  readonly #days: RepDayTable;
  readonly #team: Int32Array;
  readonly #kinds: StartKinds;
  readonly #rows: ClassRows;
  /** By kind and group: the list of each touch day. */
  readonly #signatures = new SequenceNumbers();
  readonly #lists = new IntegerList();
  /** By alike starts of a touch day and group: the list, NONE: no place. */
  readonly #listNumbers = new SequenceNumbers();
  readonly #listOf = new IntegerList();
  readonly #listSub = new IntegerList();
  readonly #subTeam = new IntegerList();
  readonly #subEntry = new IntegerList();
  readonly #entryClass = new IntegerList();
  /** Rep-day of each entry. */
  readonly #entryDay = new IntegerList();
  /** Classes of the list that is being made, and their teams. */
  readonly #found: number[] = [];
  readonly #foundTeam: number[] = [];
  /** Width of the horizon in days. */
  readonly #width: number;

  constructor(days: RepDayTable, slotMinutes: number, bufferMinutes: number, teamOfRep: Int32Array) {
    this.classes = new ClassBuilder(days, slotMinutes, bufferMinutes);
    this.#days = days;
    this.#listSub.push(0);
    this.#subEntry.push(0);
    this.#team = teamOfRep;
    this.#kinds = new StartKinds(days, slotMinutes);
    this.#rows = new ClassRows(this.classes, teamOfRep);
    this.#width = days.reps.length === 0 ? 0 : days.count / days.reps.length;
  }

  /**
   * Writes the list of each touch day for engagements of one length, windows and group of requirements: `into[at]` and on,
   * NONE where they have no place.
   */
  writeLists(
    into: Int32Array,
    at: number,
    minutes: number,
    starts: StartWindows,
    group: number,
    groups: RequirementGroups,
  ): void {
    const touches = this.#days.touchCount;
    const kind = this.#kinds.of(starts, minutes);
    const signature = this.#signatures.ofPair(kind.number, group);
    if (signature * touches === this.#lists.length) this.#findLists(kind, group, groups.reps[group]!);
    for (let t = 0; t < touches; t++) into[at + t] = this.#lists.at(signature * touches + t);
  }

  #findLists(kind: StartKind, group: number, eligible: Int32Array): void {
    for (let t = 0; t < kind.alike.length; t++) {
      const alike = kind.alike[t]!;
      if (alike === NONE) {
        this.#lists.push(NONE);
        continue;
      }
      const number = this.#listNumbers.ofPair(alike, group);
      if (number === this.#listOf.length) this.#listOf.push(this.#makeList(t, eligible, kind));
      this.#lists.push(this.#listOf.at(number));
    }
  }

  /** Sub of a list for a team; NONE: nobody of it has a place. */
  subOf(list: number, team: number): number {
    for (let sub = this.#listSub.at(list); sub < this.#listSub.at(list + 1); sub++)
      if (this.#subTeam.at(sub) === team) return sub;
    return NONE;
  }

  /** Class of a rep-day in a sub, or NONE. */
  classIn(sub: number, d: number): number {
    for (let i = this.#subEntry.at(sub); i < this.#subEntry.at(sub + 1); i++) {
      if (this.#entryDay.at(i) === d) return this.#entryClass.at(i);
    }
    return NONE;
  }

  /** Touch days of a rep rise by one a day, so the day is found by its distance from the first; NONE: not in the horizon. */
  dayOfRep(r: number, t: number): number {
    const index = t - this.#days.touch[r * this.#width]!;
    return index >= 0 && index < this.#width ? r * this.#width + index : NONE;
  }

  build(): Places {
    return {
      ...this.classes.build(),
      listCount: this.#listSub.length - 1,
      listSub: this.#listSub.toArray(),
      subTeam: this.#subTeam.toArray(),
      subEntry: this.#subEntry.toArray(),
      entryClass: this.#entryClass.toArray(),
    };
  }

  /** A list over the eligible reps, by team and class; NONE if no one has a place. */
  #makeList(t: number, eligible: Int32Array, kind: StartKind): number {
    const count = this.#findClasses(t, eligible, kind);
    if (count === 0) return NONE;
    let team = NONE;
    for (let i = 0; i < count; i++) {
      if (this.#foundTeam[i] !== team) {
        if (team !== NONE) this.#subEntry.push(this.#entryClass.length);
        team = this.#foundTeam[i]!;
        this.#subTeam.push(team);
      }
      this.#entryClass.push(this.#found[i]!);
      this.#entryDay.push(this.classes.dayOf(this.#found[i]!));
    }
    this.#subEntry.push(this.#entryClass.length);
    this.#listSub.push(this.#subTeam.length);
    return this.#listSub.length - 2;
  }

  /** Fills `#found` and `#foundTeam`; how many. By insertion: reps come nearly in order of their teams. */
  #findClasses(t: number, eligible: Int32Array, kind: StartKind): number {
    const found = this.#found;
    const teams = this.#foundTeam;
    let count = 0;
    let rowTeam = NONE;
    let row = 0;
    for (const r of eligible) {
      const d = this.dayOfRep(r, t);
      if (d === NONE) continue;
      const team = this.#team[r]!;
      if (team !== rowTeam) {
        row = this.#rows.of(kind.alike[t]!, team);
        rowTeam = team;
      }
      const c = this.#rows.classOf(row, r, d, kind);
      if (c === NONE) continue;
      let i = count++;
      for (; i > 0 && (teams[i - 1]! > team || (teams[i - 1] === team && found[i - 1]! > c)); i--) {
        found[i] = found[i - 1]!;
        teams[i] = teams[i - 1]!;
      }
      found[i] = c;
      teams[i] = team;
    }
    return count;
  }
}
