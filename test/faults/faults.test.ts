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
    expect([...faults.keys()].sort()).toEqual([...FAULTS].sort());
    expect([...ends.keys()]).toEqual(expect.arrayContaining(['done', 'rolled-back', 'expired', 'stopped', 'shadowed']));
  }, 120_000);

  it.each(['decide', 'request-decision'])(
    '%s that dies while it reads its secret hangs nobody who comes after',
    async (by) => {
      const killed = { by, call: 'GetSecretValue', fault: 'kill-before', times: 1 } as const;
      for (const seed of [14, 27, 28]) {
        const { broken, log } = await play(seed, '', [killed]);
        expect(broken).toEqual([]);
        expect(log).toContainEqual(expect.stringMatching(`${by} GetSecretValue .* !kill-before`));
      }
    },
  );

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
