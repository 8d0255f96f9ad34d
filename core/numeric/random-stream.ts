import { hash } from 'node:crypto';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { JumpableRandomGenerator } from 'pure-rand/types/JumpableRandomGenerator';

/**
 * The random stream that belongs to a seed and a purpose, such as `tail/account/A-1`. The same pair always gives the
 * same numbers, and what one purpose draws never shifts what another draws: that is what lets two plans be compared on
 * common random numbers.
 *
 * The 128-bit state is the head of SHA-256 over (seed, purpose), so streams are independent in practice: n streams of
 * length m overlap with probability about n²·m / 2^128.
 */
export function randomStream(seed: number, purpose: string): RandomStream {
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(`seed must be a whole number within ±(2^53 - 1): received ${seed}`);
  }
  const digest = hash('sha256', `random-stream/1\n${seed}\n${purpose}`, 'buffer');
  // All-zero is the one state the generator cannot leave; the constant makes it unreachable without touching others.
  const last = digest.readInt32LE(12) | 1;
  const state = [digest.readInt32LE(0), digest.readInt32LE(4), digest.readInt32LE(8), last];
  return new RandomStream(xoroshiro128plusFromState(state));
}

/** A source of numbers that is an argument, never a global. Drawing changes it. Made by {@link randomStream}. */
export class RandomStream {
  readonly #generator: JumpableRandomGenerator;

  constructor(generator: JumpableRandomGenerator) {
    this.#generator = generator;
  }

  /** Uniform in [0, 1), a multiple of 2^-53. */
  uniform(): number {
    return uniformFloat64(this.#generator);
  }

  /** Uniform among the integers from `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return uniformInt(this.#generator, low, high);
  }

  /** A stream 2^64 draws ahead, hence disjoint from what this one will ever draw; this stream stays where it is. */
  jumped(): RandomStream {
    const ahead = this.#generator.clone();
    ahead.jump();
    return new RandomStream(ahead);
  }
}
