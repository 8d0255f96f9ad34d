import type { Fault } from './planted.ts';

/**
 * A trial that lives through one world and takes it for all of them: what a promotion does with a verdict does not depend on
 * how many worlds are behind it, and these take a processor half a second each. promotion-course.test.ts lives through all.
 */
export const ONE_WORLD: Fault = {
  file: 'functions/try-shard/worlds.ts',
  changes: [{ anchor: 'export function pairedRuns(', instead: 'function livedRuns(' }],
  appended: `export function pairedRuns(order: any, candidate: any, stable: any) {
    const [one] = livedRuns({ ...order, seeds: [1] }, candidate, stable);
    return order.seeds.map((seed: number) => ({ candidate: { ...one!.candidate, seed }, stable: { ...one!.stable, seed } }));
  }`,
};
