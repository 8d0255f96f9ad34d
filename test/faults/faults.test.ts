import { beforeAll, describe, expect, it } from 'vitest';
import { playRange } from './range.ts';
import { type PlaySeed, simulator } from './simulator.ts';
import { FAULTS } from './world/faults.ts';

/** Played here; `npm run simulate -- faults` plays as many as asked for. */
const SEEDS = { first: 1, last: 100 };

describe('the mission under faults', () => {
  let play: PlaySeed;
  beforeAll(async () => {
    play = await simulator('test');
  });

  it('breaks no invariant in any schedule of the range', async () => {
    const { broken, ends, faults } = await playRange(play, SEEDS.first, SEEDS.last);
    expect(broken).toEqual([]);
    // Flags overtake a rollback in one schedule of a hundred or more, so they need not in these.
    expect([...faults.keys(), 'overtaken']).toEqual(expect.arrayContaining([...FAULTS]));
    expect([...ends.keys()]).toEqual(expect.arrayContaining(['done', 'rolled-back', 'expired', 'stopped', 'shadowed']));
  }, 120_000);

  it('lets a function that dies while it reads its secret hang nobody who comes after', async () => {
    const killed = { by: 'decide', call: 'GetSecretValue', fault: 'kill-before', times: 1 } as const;
    const met = [];
    for (let seed = 1; seed <= 30; seed += 1) {
      const { broken, log } = await play(seed, '', [killed]);
      expect([seed, broken]).toEqual([seed, []]);
      if (log.some((line) => /decide GetSecretValue .*!kill-before/.test(line))) met.push(seed);
    }
    expect(met.length).toBeGreaterThanOrEqual(3);
  });

  it('plays the same schedule for the same seed, whatever was played before', async () => {
    const seeds = [7, 36, 41];
    const first = [];
    for (const seed of seeds) first.push((await play(seed)).digest);
    const again = [];
    for (const seed of seeds.toReversed()) again.push((await play(seed)).digest);
    expect(again.reverse()).toEqual(first);
    expect(new Set(first).size).toBe(seeds.length);
  });
});
