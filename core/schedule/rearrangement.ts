import { TouchList } from './account-values.ts';
import { type Arrangement, accountWorth } from './arrangement.ts';
import { fits } from './fits.ts';
import { HeldDays } from './held-days.ts';
import { NONE } from './places.ts';
import { keptOr } from './take-day.ts';
import { putAt, takeOut } from './timetable.ts';

/** A start in a class, with the kind of rep it is. */
export interface Seat {
  readonly place: number;
  readonly kind: number;
  readonly slot: number;
}

interface Was {
  readonly e: number;
  readonly day: number;
  readonly slot: number;
  readonly place: number;
  readonly kind: number;
}

/** Several engagements moved at once, weighed exactly, and then kept or taken back. */
export class Rearrangement {
  readonly arrangement: Arrangement;
  readonly held: HeldDays;
  readonly #undo: Was[] = [];
  /** Accounts that the last moves kept concern. */
  touched: readonly number[] = [];
  /** What each account that is touched brought before. */
  readonly #before = new Map<number, number>();
  /** What accounts bring now, where nothing of theirs moved since that was worked out. */
  readonly #now = new Map<number, number>();
  /** How often an engagement was moved. */
  readonly #moving: Uint8Array;
  readonly #touches = new TouchList();

  /** `hope`: see HeldDays. */
  constructor(arrangement: Arrangement, hope: (e: number, d: number) => number) {
    this.arrangement = arrangement;
    this.#moving = new Uint8Array(arrangement.problem.engagements.length);
    this.held = new HeldDays(arrangement, hope, (e) => this.#moving[e]! > 0);
  }

  take(e: number): void {
    if (this.arrangement.timetable.day[e] === NONE) return;
    this.#remember(e);
    takeOut(this.arrangement.timetable, e);
  }

  /** False, and nothing done, where the rep-day has no room. The account's own rules are not asked. */
  put(e: number, { place, kind, slot }: Seat): boolean {
    const { problem, timetable } = this.arrangement;
    const d = problem.places.classDay[place]!;
    const from = (problem.days.base[d]! + slot) * problem.slotMinutes;
    if (!fits(problem, timetable, d, from, from + problem.minutes[e]!)) return false;
    this.#remember(e);
    putAt(timetable, e, d, slot, keptOr(problem, e, d, slot, place), kind);
    this.held.forget(d);
    return true;
  }

  /** True where everything planned of an account keeps precedence, minimum gap and caps. */
  keepsRules(a: number): boolean {
    const { problem, timetable, rules } = this.arrangement;
    for (let e = problem.accountStart[a]!; e < problem.accountStart[a + 1]!; e++) {
      const d = timetable.day[e]!;
      if (d === NONE || rules.several[e] === 0) continue;
      if (!rules.ready(e)) return false;
      rules.readOthers(e);
      if (!rules.allows(e, (problem.days.base[d]! + timetable.slot[e]!) * problem.slotMinutes)) return false;
    }
    return true;
  }

  /** What the moves so far bring, minor units. */
  gain(): number {
    let gain = 0;
    this.#before.forEach((before, a) => {
      const now = this.#now.get(a) ?? accountWorth(this.arrangement, a, this.#touches);
      this.#now.set(a, now);
      gain += now - before;
    });
    return gain;
  }

  keep(): void {
    this.touched = [...this.#before.keys()];
    for (const { day } of this.#undo) if (day !== NONE) this.held.forget(day);
    for (const a of this.touched) this.#forgetDaysOf(a);
    this.held.settle();
    this.#clear();
  }

  /** How far the moves have come; see `back`. */
  mark(): number {
    return this.#undo.length;
  }

  /** Takes back all moves after a mark. */
  back(mark: number): void {
    const { timetable } = this.arrangement;
    for (let i = this.#undo.length - 1; i >= mark; i--) {
      const { e, day, slot, place, kind } = this.#undo[i]!;
      this.#moving[e] = this.#moving[e]! - 1;
      this.#now.delete(this.arrangement.problem.account[e]!);
      this.#forgetDaysOf(this.arrangement.problem.account[e]!);
      if (day === NONE) takeOut(timetable, e);
      else {
        putAt(timetable, e, day, slot, place, kind);
        this.held.forget(day);
      }
    }
    this.#undo.length = mark;
  }

  undo(): void {
    this.back(0);
    this.held.restore();
    this.#clear();
  }

  #remember(e: number): void {
    const { problem, timetable } = this.arrangement;
    const a = problem.account[e]!;
    if (!this.#before.has(a)) this.#before.set(a, accountWorth(this.arrangement, a, this.#touches));
    const { day, slot, place, kind } = timetable;
    this.#forgetDaysOf(a);
    this.#moving[e] = this.#moving[e]! + 1;
    this.#now.delete(a);
    this.#undo.push({ e, day: day[e]!, slot: slot[e]!, place: place[e]!, kind: kind[e]! });
  }

  /** A member that moves changes what the others of its account bring, and whether they may leave, wherever they are. */
  #forgetDaysOf(a: number): void {
    const { problem, timetable } = this.arrangement;
    for (let e = problem.accountStart[a]!; e < problem.accountStart[a + 1]!; e++) {
      if (timetable.day[e] !== NONE) this.held.forget(timetable.day[e]!);
    }
  }

  #clear(): void {
    for (const { e } of this.#undo) this.#moving[e] = 0;
    this.#undo.length = 0;
    this.#before.clear();
    this.#now.clear();
  }
}
