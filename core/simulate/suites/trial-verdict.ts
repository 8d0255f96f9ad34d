import type { Digest } from '../../model/ids.ts';
import type { ShardResult, TrialPart, TrialRound, TrialShard } from '../../model/promotion-round.ts';
import { overallVerdict, type SuiteVerdict } from '../../model/suite.ts';
import { firstDecided } from './first-decided.ts';
import { candidateRegression } from './recorded-worlds.ts';
import { type RegressionBaseline, recordBaseline } from './regression.ts';
import { type SuiteEvidence, suiteEvidence } from './result.ts';
import { isSimulated, nextShards, RECORDED_WORLDS } from './trial-shards.ts';

/** What the trial of one policy has found so far. */
export interface PartVerdict {
  readonly verdict: SuiteVerdict;
  /** Nothing more that may be looked at could change it. */
  readonly settled: boolean;
  /** integration, simulation and regression, in this order. */
  readonly suites: readonly SuiteEvidence[];
  /** Of the candidate, for the regression suite of its successor. */
  readonly recording: RegressionBaseline;
  /** What to try next where it is not settled. */
  readonly next: readonly TrialShard[];
}

/**
 * Judges one policy by everything tried so far. The order of shards does not matter: worlds are taken by their seeds.
 * @param recording of the stable policy; null: taken now, from its own runs in the first worlds
 */
export function partVerdict(
  part: TrialPart,
  results: readonly ShardResult[],
  recording: RegressionBaseline | null,
  { terms }: TrialRound,
  code: Digest,
): PartVerdict {
  const own = results.filter((result) => result.part === part.part);
  const pairs = own
    .flatMap((result) => (result.kind === 'worlds' ? result.pairs : []))
    .toSorted((a, b) => a.candidate.seed - b.candidate.seed);
  const checks = own.flatMap((result) => (result.kind === 'dry-run' ? result.checks : []));
  const again = own.flatMap((result) => (result.kind === 'recorded' ? result.runs : []));
  const first = pairs.slice(0, RECORDED_WORLDS);
  const recorded = recording ?? recordBaseline(first.map(({ stable }) => stable));
  const simulated = recording === null || isSimulated(recording, terms);
  const runs = simulated
    ? pairs.map(({ candidate }) => candidate).filter(({ seed }) => recorded.seeds.includes(seed))
    : again;
  const trial = { candidate: part.candidate, stable: part.stable, code };
  const simulation = firstDecided(trial, pairs);
  const suites = [
    suiteEvidence('integration', { ...trial, stable: null }, checks, checks.length),
    { result: simulation.result, digest: simulation.digest },
    suiteEvidence('regression', trial, candidateRegression(recorded, runs), runs.length),
  ];
  const verdict = overallVerdict(suites.map(({ result }) => result));
  const next = simulation.decided ? [] : nextShards(part.part, pairs.length, terms);
  return {
    verdict,
    // Without a portfolio to plan it cannot pass, however many worlds are lived through.
    settled: verdict === 'fail' || next.length === 0 || suites[0]?.result.verdict === 'not-enough-evidence',
    suites,
    recording: recordBaseline(first.map(({ candidate }) => candidate)),
    next,
  };
}
