import { beforeAll, describe, expect, it } from 'vitest';
import { PLANTED, type Planted } from './planted.ts';
import { type PlaySeed, simulator } from './simulator.ts';

/** Where code moved since a seed was noted down, one of the next shows the same. */
const TRIED = 400;

describe('a mistake planted in the product', () => {
  let play: PlaySeed;
  beforeAll(async () => {
    const mistakes = Object.values(PLANTED);
    play = await simulator(
      'planted',
      mistakes.flatMap((one: Planted) => [...one.edits]),
    );
  });

  it.each(Object.entries(PLANTED))(
    '%s: the invariant is named',
    async (mistake, { breaks, seed, ...more }: Planted) => {
      const found = new Set<string>();
      for (let tried = seed; tried < seed + TRIED && !found.has(breaks); tried += 1)
        for (const { invariant } of (await play(tried, mistake, more.nudges)).broken) found.add(invariant);
      expect([...found]).toContain(breaks);
    },
    90_000,
  );
});
