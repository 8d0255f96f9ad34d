import { z } from 'zod';
import { Digest } from '../../../core/model/ids.ts';
import { Policy } from '../../../core/model/policy.ts';
import type { SuiteOutcome } from '../../../core/model/promotion.ts';
import { ShardResult, TrialRound } from '../../../core/model/promotion-round.ts';
import { overallVerdict } from '../../../core/model/suite.ts';
import { proposalOf } from '../../../core/policy/proposal-of.ts';
import { RegressionBaseline } from '../../../core/simulate/suites/regression.ts';
import { suiteEvidence } from '../../../core/simulate/suites/result.ts';
import { partVerdict } from '../../../core/simulate/suites/trial-verdict.ts';
import { unitChecks } from '../../../core/simulate/suites/unit.ts';
import { digest } from '../../../core/trace/digest.ts';
import { line } from './decision-faults.ts';
import { documentOf } from './documents.ts';
import type { OpenedPromotion } from './open-export.ts';
import { lastEntry } from './steps.ts';

const Judged = z.object({ round: Digest, results: z.array(Digest) });
const VERDICTS = { pass: 'passed', fail: 'failed', 'not-enough-evidence': 'held' } as const;

/**
 * Judges every suite again from the recorded worlds and dry runs, and the policies themselves: verdict and proposal must be
 * those of the chain, to the digest. The worlds are not lived through again. A promotion that was never judged has nothing here.
 */
export function suiteFaults({ promotion, entries, documents }: OpenedPromotion): {
  readonly passed: string;
  readonly wrong: string[];
} {
  const entry = lastEntry(entries, 'judge-round');
  if (entry === undefined) return { passed: 'nothing was judged', wrong: [] };
  const asked = documentOf(documents, 'step/1', entry.input, Judged);
  const round = documentOf(documents, 'content/1', asked?.round, TrialRound);
  const tried = [...(round?.tried ?? []), ...(asked?.results ?? [])].map((one) =>
    documentOf(documents, 'content/1', one, ShardResult),
  );
  const whole = tried.filter((result) => result !== undefined);
  const missing = { passed: '', wrong: ['  what it was judged by is missing or changed; see evidence'] };
  if (round === undefined || whole.length < tried.length) return missing;
  const outcomes: SuiteOutcome[] = [];
  for (const part of round.parts) {
    const candidate = documentOf(documents, 'policy/1', part.candidate, Policy);
    const recording =
      part.recording === null
        ? null
        : documentOf(documents, 'regression-baseline/1', part.recording, RegressionBaseline);
    if (candidate === undefined || recording === undefined) return missing;
    const trial = { candidate: part.candidate, stable: null, code: entry.code };
    const suites = [
      suiteEvidence('unit', trial, unitChecks(candidate), 1),
      ...partVerdict(part, whole, recording, round, entry.code).suites,
    ];
    for (const { result, digest: found } of suites) {
      const { suite, verdict, effect } = result;
      outcomes.push({ part: part.part, suite, verdict, ...(effect && { effect }), result: found });
    }
  }
  const verdict = VERDICTS[overallVerdict(outcomes)];
  const proposal = digest('proposal/1', proposalOf(promotion, { ...round, shards: [] }, outcomes, entry.code));
  const wrong: string[] = [];
  const worlds = whole.reduce((sum, result) => sum + (result.kind === 'worlds' ? result.pairs.length : 0), 0);
  if (entry.decision === 'again') return { passed: `${worlds} worlds kept, and not judged to the end`, wrong };
  if (verdict !== entry.decision) wrong.push(line(entry, 'verdict', verdict, entry.decision));
  const named = promotion.proposal ?? 'no proposal';
  if (proposal !== named) wrong.push(line(entry, 'proposal', proposal, named));
  return { passed: `${outcomes.length} judged again from ${worlds} recorded worlds: ${verdict}`, wrong };
}
