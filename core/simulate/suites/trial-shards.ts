import type { TrialPart, TrialShard } from '../../model/promotion-round.ts';
import type { PromotionTerms } from '../../model/promotion-terms.ts';
import type { RegressionBaseline } from './regression.ts';

/** Worlds a new recording is made of: the first ones of the simulation. */
export const RECORDED_WORLDS = 4;

/** What a trial begins with: a dry run, the recorded worlds where they are others than the simulated, and a first batch. */
export function firstShards(
  { part }: TrialPart,
  recording: RegressionBaseline | null,
  terms: PromotionTerms,
): readonly TrialShard[] {
  const again = recording === null || isSimulated(recording, terms) ? [] : recordedShards(part, recording, terms);
  return [{ kind: 'dry-run', part }, ...again, ...nextShards(part, 0, terms)];
}

/** The next batch of worlds after `seen` ones; none where all that may be looked at were. */
export function nextShards(part: TrialPart['part'], seen: number, terms: PromotionTerms): readonly TrialShard[] {
  const count = Math.min(terms.batch, terms.worlds - seen);
  const seeds = Array.from({ length: Math.max(0, count) }, (_, index) => seen + index + 1);
  return inPieces(seeds, terms.worldsPerShard).map((piece) => ({
    kind: 'worlds',
    part,
    days: terms.days,
    seeds: piece,
  }));
}

/** Whether the recorded worlds are among the first batch of simulated ones. */
export function isSimulated({ scenario, days, seeds }: RegressionBaseline, terms: PromotionTerms): boolean {
  return scenario === 'steady' && days === terms.days && seeds.every((seed) => seed <= terms.batch);
}

function recordedShards(
  part: TrialPart['part'],
  { scenario, days, seeds }: RegressionBaseline,
  { worldsPerShard }: PromotionTerms,
): TrialShard[] {
  return inPieces(seeds, worldsPerShard).map((piece) => ({ kind: 'recorded', part, scenario, days, seeds: piece }));
}

function inPieces(seeds: readonly number[], size: number): number[][] {
  return Array.from({ length: Math.ceil(seeds.length / size) }, (_, index) =>
    seeds.slice(index * size, (index + 1) * size),
  );
}
