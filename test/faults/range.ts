import type { PlaySeed } from './simulator.ts';
import type { Played } from './world/play.ts';

export interface Ranged {
  readonly played: number;
  readonly calls: number;
  readonly faults: number;
  /** How runs ended, by name. */
  readonly ends: ReadonlyMap<string, number>;
  readonly broken: readonly Pick<Played, 'seed' | 'broken'>[];
}

/** Plays the seeds from first to last, one after the other. */
export async function playRange(play: PlaySeed, first: number, last: number): Promise<Ranged> {
  const ends = new Map<string, number>();
  const broken: Pick<Played, 'seed' | 'broken'>[] = [];
  let [calls, faults] = [0, 0];
  for (let seed = first; seed <= last; seed += 1) {
    const played = await play(seed);
    calls += played.calls;
    for (const times of played.met.values()) faults += times;
    for (const end of played.ends) ends.set(end, (ends.get(end) ?? 0) + 1);
    if (played.broken.length > 0) broken.push({ seed, broken: played.broken });
  }
  return { played: last - first + 1, calls, faults, ends, broken };
}
