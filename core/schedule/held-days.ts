import type { Arrangement } from './arrangement.ts';
import { type Held, heldOn } from './clear-place.ts';
import { lostByStart } from './lost-by-start.ts';

/** What a rep-day holds, cheapest first. */
export interface HeldDay {
  readonly held: readonly Held[];
  /** By minutes of a newcomer and slot it starts at: see `cleared`. */
  readonly lost: Map<number, Float64Array>;
}

/** The meetings of every rep-day with what each brings, looked up once until something changes there. */
export class HeldDays {
  readonly #arrangement: Arrangement;
  readonly #hope: (e: number, d: number) => number;
  readonly #moved: (e: number) => boolean;
  readonly #days: (HeldDay | undefined)[] = [];
  /** Rep-days that the moves under way concern, as they were before. */
  readonly #before = new Map<number, HeldDay | undefined>();

  /** `hope`: what prices promise who leaves a rep-day elsewhere. `moved`: engagements that are being moved just now, and therefore stay where they are put. */
  constructor(arrangement: Arrangement, hope: (e: number, d: number) => number, moved: (e: number) => boolean) {
    this.#arrangement = arrangement;
    this.#hope = hope;
    this.#moved = moved;
  }

  /** O(meetings · touches) when asked anew. */
  of(d: number): HeldDay {
    const known = this.#days[d];
    if (known !== undefined) return known;
    const day = { held: heldOn(this.#arrangement, d, this.#moved), lost: new Map<number, Float64Array>() };
    this.#days[d] = day;
    return day;
  }

  forget(d: number): void {
    if (!this.#before.has(d)) this.#before.set(d, this.#days[d]);
    this.#days[d] = undefined;
  }

  /** All moves under way are taken back: what was known before them is true again. Most moves end so. */
  restore(): void {
    for (const [d, day] of this.#before) this.#days[d] = day;
    this.#before.clear();
  }

  /** The moves under way stay. */
  settle(): void {
    this.#before.clear();
  }

  /** lostByStart with what each could not bring elsewhere, worked out once until something changes there. */
  cleared(d: number, minutes: number): Float64Array {
    const { held, lost } = this.of(d);
    const known = lost.get(minutes);
    if (known !== undefined) return known;
    const sums = lostByStart(this.#arrangement.problem, d, held, minutes, (other) => this.netLoss(d, other));
    lost.set(minutes, sums);
    return sums;
  }

  /** What a meeting of a rep-day brings, less what it could still bring elsewhere at current prices. */
  netLoss(d: number, { e, value }: Held): number {
    return value === Number.POSITIVE_INFINITY ? value : value - Math.max(0, this.#hope(e, d));
  }
}
