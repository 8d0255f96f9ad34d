import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Everything a schedule leaves to chance, in the order it is asked. */
export function randomOf(seed: number) {
  const generator = xoroshiro128plus(seed);
  const below = (n: number) => uniformInt(generator, 0, n - 1);
  return {
    /** 0 to n − 1. */
    below,
    /** True in `share` of the cases. */
    chance: (share: number) => below(1_000_000) < share * 1_000_000,
    pick<T>(from: readonly [T, ...T[]]): T {
      return from[below(from.length)] ?? from[0];
    },
  };
}
export type Random = ReturnType<typeof randomOf>;
