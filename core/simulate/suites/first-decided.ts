import type { Pair } from '../comparison/judge-pairs.ts';
import type { SuiteEvidence, Trial } from './result.ts';
import { simulationVerdict } from './simulation.ts';

/**
 * World after world, as if each had been looked at alone: the verdict at the first that decides, whatever came after it in
 * the same batch. So a batch's size changes nothing about the verdict.
 */
export function firstDecided(trial: Trial, pairs: readonly Pair[]): SuiteEvidence & { readonly decided: boolean } {
  for (let count = 1; count < pairs.length; count += 1) {
    const looked = simulationVerdict(trial, pairs.slice(0, count));
    if (looked.decided) return looked;
  }
  return simulationVerdict(trial, pairs);
}
