import type { PlaySeed } from './simulator.ts';
import type { Broken } from './world/witness.ts';

/** What came of a range of seeds. Plain data: threads hand it over. */
export interface Ranged {
  readonly played: number;
  readonly calls: number;
  readonly faults: ReadonlyMap<string, number>;
  /** How runs ended, by name. */
  readonly ends: ReadonlyMap<string, number>;
  /** In order of their seeds. */
  readonly broken: readonly { readonly seed: number; readonly broken: readonly Broken[] }[];
}

export const NOTHING: Ranged = { played: 0, calls: 0, faults: new Map(), ends: new Map(), broken: [] };

/** Plays the seeds from first to last, one after the other. */
export async function playRange(play: PlaySeed, first: number, last: number): Promise<Ranged> {
  let ranged = NOTHING;
  for (let seed = first; seed <= last; seed += 1) {
    const { calls, met, ends, broken } = await play(seed);
    ranged = together(ranged, {
      played: 1,
      calls,
      faults: met,
      ends: counted(ends),
      broken: broken.length === 0 ? [] : [{ seed, broken }],
    });
  }
  return ranged;
}

/** Two ranges as one; which came first changes nothing. */
export function together(a: Ranged, b: Ranged): Ranged {
  return {
    played: a.played + b.played,
    calls: a.calls + b.calls,
    faults: sum(a.faults, b.faults),
    ends: sum(a.ends, b.ends),
    broken: [...a.broken, ...b.broken].sort((x, y) => x.seed - y.seed),
  };
}

function counted(names: readonly string[]): Map<string, number> {
  return names.reduce((so, name) => so.set(name, (so.get(name) ?? 0) + 1), new Map<string, number>());
}

function sum(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): Map<string, number> {
  const names = [...new Set([...a.keys(), ...b.keys()])].sort();
  return new Map(names.map((name) => [name, (a.get(name) ?? 0) + (b.get(name) ?? 0)]));
}
