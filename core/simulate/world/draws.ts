import { type RandomStream, randomStream } from '../../numeric/random-stream.ts';

/**
 * The world's fortunes: for every entity and purpose a stream of its own, read by position. What one purpose draws never
 * shifts what another draws, and a position has the same value whoever asks for it and when, so two policies meet the
 * same fortunes day by day (common random numbers) and a run goes on from any day without replaying the ones before.
 */
export class Draws {
  readonly #seed: number;
  readonly #streams = new Map<string, { readonly stream: RandomStream; readonly drawn: number[] }>();

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** Uniform in [0, 1): the `position`-th number, from 0, of the stream of this purpose. */
  at(purpose: string, position: number): number {
    let known = this.#streams.get(purpose);
    if (known === undefined) {
      known = { stream: randomStream(this.#seed, `world/${purpose}`), drawn: [] };
      this.#streams.set(purpose, known);
    }
    while (known.drawn.length <= position) known.drawn.push(known.stream.uniform());
    return known.drawn[position]!;
  }

  /** Standard normal by Box and Muller, cut at ±3, from positions `2 · index` and `2 · index + 1`. */
  normal(purpose: string, index = 0): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.at(purpose, 2 * index)));
    return Math.max(-3, Math.min(3, radius * Math.cos(2 * Math.PI * this.at(purpose, 2 * index + 1))));
  }

  /** A whole number from `low` to `high`, both included. */
  integer(purpose: string, position: number, low: number, high: number): number {
    return low + Math.floor(this.at(purpose, position) * (high - low + 1));
  }
}
