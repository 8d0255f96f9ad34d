import type { AccountChoices } from './account-choices.ts';
import { type AccountValues, addTouch, TouchList, valueOfTouches } from './account-values.ts';
import { addPinned } from './pinned-touches.ts';
import { NONE } from './places.ts';
import { KINDS, type Problem } from './problem.ts';
import { startMinute, type Timetable } from './timetable.ts';

/**
 * What joins the engagements of one account: thinning of their values, contact caps, minimum gap and precedence. Asked about
 * one engagement while the others stay where they are.
 */
export class AccountRules {
  readonly #problem: Problem;
  readonly #values: AccountValues;
  readonly #timetable: Timetable;
  readonly #touches = new TouchList();
  /** Starts of the other planned touches; of all other touches, sorted. */
  readonly #planned: number[] = [];
  readonly #all: number[] = [];
  #earliest = 0;
  #latest = 0;
  /** Left out of every question: the engagement that would make room. */
  #ignored = NONE;
  /** Answers of `worth`, laid out as `alone` where there is anything to ask, and the change of the account they are from, less one. */
  readonly #worth: Float64Array;
  readonly #asked: Int32Array;
  readonly several: Uint8Array;

  constructor(problem: Problem, values: AccountValues, choices: Pick<AccountChoices, 'covered'>, timetable: Timetable) {
    this.#problem = problem;
    this.#values = values;
    this.#timetable = timetable;
    this.several = choices.covered;
    const size = choices.covered.includes(1) ? values.alone.length : 0;
    this.#worth = new Float64Array(size);
    this.#asked = new Int32Array(size);
  }

  /** From now on the answers are as if this engagement were not planned; NONE: all count. */
  ignore(e: number): void {
    this.#ignored = e;
  }

  /** The other placed engagements of the account that e could replace: nothing that is placed depends on them. */
  replaceable(e: number): number[] {
    const { account, accountStart, before } = this.#problem;
    const a = account[e]!;
    const found: number[] = [];
    for (let other = accountStart[a]!; other < accountStart[a + 1]!; other++) {
      if (other === e || this.#timetable.day[other] === NONE || before[e]!.includes(other)) continue;
      if (this.dependants(other).length === 0) found.push(other);
    }
    return found;
  }

  /** True if another engagement of the account is assigned. */
  reachedOtherwise(e: number): boolean {
    const { account, accountStart } = this.#problem;
    const a = account[e]!;
    for (let other = accountStart[a]!; other < accountStart[a + 1]!; other++) {
      if (other === e || other === this.#ignored) continue;
      if (startMinute(this.#problem, this.#timetable, other) !== NONE) return true;
    }
    return false;
  }

  /** False where something it must come after is not assigned. */
  ready(e: number): boolean {
    for (const before of this.#problem.before[e]!) {
      if (startMinute(this.#problem, this.#timetable, before) === NONE) return false;
    }
    return true;
  }

  /**
   * What the account gains by e at touch day t with a kind of rep, against a plan without e and without all that must come
   * after it; contact costs and kept places of those counted. Asked again while the account stands as it was, the answer is
   * known.
   */
  worth(e: number, t: number, kind: number): number {
    const a = this.#problem.account[e]!;
    if (this.#ignored !== NONE) return this.#worthNow(a, e, t, kind);
    const at = (e * KINDS + kind) * this.#problem.days.touchCount + t;
    const now = this.#timetable.changes[a]! + 1;
    if (this.#asked[at] !== now) {
      this.#worth[at] = this.#worthNow(a, e, t, kind);
      this.#asked[at] = now;
    }
    return this.#worth[at]!;
  }

  #worthNow(a: number, e: number, t: number, kind: number): number {
    return this.#valueOf(a, e, t, kind) - this.#valueOf(a, e, NONE, 0);
  }

  /** Reads where the others are; then `allows` answers for starts of e. */
  readOthers(e: number): void {
    const { account, accountStart, before, after, pinned, minutes, standing } = this.#problem;
    const a = account[e]!;
    this.#planned.length = 0;
    this.#earliest = Number.NEGATIVE_INFINITY;
    this.#latest = Number.POSITIVE_INFINITY;
    for (let other = accountStart[a]!; other < accountStart[a + 1]!; other++) {
      if (other === e || other === this.#ignored) continue;
      const start = startMinute(this.#problem, this.#timetable, other);
      if (start === NONE) continue;
      if (pinned[other] === NONE) this.#planned.push(start);
      if (before[e]!.includes(other)) this.#earliest = Math.max(this.#earliest, start + minutes[other]!);
      if (after[e]!.includes(other) && pinned[other] === NONE)
        this.#latest = Math.min(this.#latest, start - minutes[e]!);
    }
    this.#all.length = 0;
    for (const touch of standing[a]!) this.#all.push(touch);
    for (const touch of this.#planned) this.#all.push(touch);
  }

  /** Rules `precedence`, `minimum-gap` and `contact-cap` for a start in epoch minutes. */
  allows(e: number, start: number): boolean {
    if (this.breaksOrder(start)) return false;
    if (this.#planned.length === 0) return true;
    return !this.breaksGap(start) && !this.breaksCap(e, start);
  }

  breaksOrder(start: number): boolean {
    return start < this.#earliest || start > this.#latest;
  }

  breaksGap(start: number): boolean {
    const gap = this.#problem.policy.contact.minimumGapHours * 60;
    for (const touch of this.#planned) if (Math.abs(touch - start) < gap) return true;
    return false;
  }

  breaksCap(e: number, start: number): boolean {
    for (const { touches, days } of this.#problem.caps[this.#problem.account[e]!]!) {
      const length = days * 1440;
      if (this.#inWindow(start, length) + 1 > touches) return true;
      for (const first of this.#all) {
        if (first <= start && start < first + length && this.#inWindow(first, length) + 1 > touches) return true;
      }
    }
    return false;
  }

  /** Everything placed that must come after e, directly or not. */
  dependants(e: number): number[] {
    const found: number[] = [];
    for (const next of this.#problem.after[e]!) {
      if (this.#timetable.day[next] === NONE || this.#problem.pinned[next] !== NONE) continue;
      found.push(next, ...this.dependants(next));
    }
    return found;
  }

  #inWindow(from: number, length: number): number {
    let count = 0;
    for (const touch of this.#all) if (from <= touch && touch < from + length) count++;
    return count;
  }

  /** Value of the account with e at (t, kind); with t NONE, without e and its dependants. */
  #valueOf(a: number, e: number, t: number, kind: number): number {
    const { accountStart, affinity, contactCost, places, days } = this.#problem;
    const touches = this.#touches;
    const { day, kind: kinds, place } = this.#timetable;
    const left = t === NONE && this.#problem.after[e]!.length > 0 ? this.dependants(e) : [];
    touches.size = 0;
    addPinned(this.#problem, this.#values, a, touches);
    let cost = 0;
    for (let other = accountStart[a]!; other < accountStart[a + 1]!; other++) {
      if (other === e || other === this.#ignored || day[other] === NONE || left.includes(other)) continue;
      cost += contactCost[other]! + this.#problem.surcharge[day[other]!]! * this.#problem.minutes[other]!;
      if (place[other] === this.#problem.keepClass[other]) cost -= this.#problem.policy.value.disruptionCost;
      addTouch(
        this.#problem,
        this.#values,
        touches,
        other,
        days.touch[places.classDay[place[other]!]!]!,
        affinity[a * KINDS + kinds[other]!]!,
      );
    }
    if (t !== NONE) {
      cost += contactCost[e]!;
      addTouch(this.#problem, this.#values, touches, e, t, affinity[a * KINDS + kind]!);
    }
    const bonus = touches.size > 0 ? this.#values.bonus[a]! : 0;
    return valueOfTouches(this.#problem, this.#values, a, touches) + bonus - cost;
  }
}
