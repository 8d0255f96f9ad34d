import { type Json, list, numberOr, text } from '../json.ts';
import { matches, type StatesError } from './error.ts';

/** Counts the attempts of one visit to one state, and says how long to wait before the next. */
export class Retrying {
  readonly #retriers: readonly Json[];
  readonly #used: number[];

  constructor(state: Json) {
    this.#retriers = list(state, 'Retry');
    this.#used = this.#retriers.map(() => 0);
  }

  get count(): number {
    return this.#used.reduce((sum, used) => sum + used, 0);
  }

  /**
   * Milliseconds until the next attempt, or undefined when this error is not retried any more.
   * IntervalSeconds · BackoffRate^n, at most MaxDelaySeconds, then full jitter if asked for.
   */
  delay(error: StatesError, random: () => number): number | undefined {
    const position = this.#retriers.findIndex((retrier) => matches(list(retrier, 'ErrorEquals').map(String), error));
    const retrier = this.#retriers[position];
    const used = this.#used[position];
    if (retrier === undefined || used === undefined || used >= numberOr(retrier, 'MaxAttempts', 3)) return undefined;
    this.#used[position] = used + 1;
    const grown = numberOr(retrier, 'IntervalSeconds', 1) * numberOr(retrier, 'BackoffRate', 2) ** used;
    const capped = Math.min(grown, numberOr(retrier, 'MaxDelaySeconds', Number.POSITIVE_INFINITY)) * 1000;
    return text(retrier, 'JitterStrategy') === 'FULL' ? random() * capped : capped;
  }
}
