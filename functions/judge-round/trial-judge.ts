import type { Digest } from '../../core/model/ids.ts';
import type { Promotion, SuiteOutcome } from '../../core/model/promotion.ts';
import type { ShardResult, TrialRound, TrialShard } from '../../core/model/promotion-round.ts';
import { overallVerdict, type SuiteResult } from '../../core/model/suite.ts';
import { proposalOf } from '../../core/policy/proposal-of.ts';
import { RegressionBaseline } from '../../core/simulate/suites/regression.ts';
import { type PartVerdict, partVerdict } from '../../core/simulate/suites/trial-verdict.ts';
import { codeDigest } from '../shared/code.ts';
import type { EvidenceStore } from '../shared/evidence-store.ts';

export type TrialJudgement =
  | { readonly verdict: 'again'; readonly shards: readonly TrialShard[] }
  | {
      readonly verdict: 'passed' | 'failed' | 'held';
      readonly suites: readonly SuiteOutcome[];
      readonly proposal: Digest;
      readonly reasons: readonly string[];
    };

const VERDICTS = { pass: 'passed', fail: 'failed', 'not-enough-evidence': 'held' } as const;

/** Judges every policy of a trial; once all are settled, or one has failed, keeps the results and the proposal made of them. */
export function trialJudge(evidence: EvidenceStore) {
  return async (promotion: Promotion, round: TrialRound, tried: readonly ShardResult[]): Promise<TrialJudgement> => {
    const { tenant } = promotion;
    const judged: { readonly part: TrialRound['parts'][number]; readonly found: PartVerdict }[] = [];
    for (const part of round.parts) {
      const recording =
        part.recording === null
          ? null
          : await evidence.get(tenant, 'regression-baseline/1', part.recording, RegressionBaseline);
      judged.push({ part, found: partVerdict(part, tried, recording, round, codeDigest) });
    }
    const failed = judged.some(({ found }) => found.verdict === 'fail');
    const open = judged.filter(({ found }) => !found.settled);
    if (!failed && open.length > 0) return { verdict: 'again', shards: open.flatMap(({ found }) => found.next) };

    const outcomes: SuiteOutcome[] = [];
    const results: { readonly part: string; readonly result: SuiteResult }[] = [];
    for (const { part, found } of judged) {
      outcomes.push({ part: part.part, suite: 'unit', verdict: 'pass', result: part.unit });
      for (const { result } of found.suites) {
        const stored = await evidence.put(tenant, 'suite-result/1', result);
        const { suite, verdict, effect } = result;
        outcomes.push({ part: part.part, suite, verdict, ...(effect && { effect }), result: stored });
        results.push({ part: part.part, result });
      }
    }
    return {
      verdict: VERDICTS[overallVerdict(outcomes)],
      suites: outcomes,
      proposal: await evidence.put(tenant, 'proposal/1', proposalOf(promotion, round, outcomes, codeDigest)),
      reasons: reasonsOf(results),
    };
  };
}

/** What failed, by name; where nothing did, what is not known. */
function reasonsOf(results: readonly { readonly part: string; readonly result: SuiteResult }[]): string[] {
  const all = results.flatMap(({ part, result }) =>
    result.checks.map((check) => ({ part, suite: result.suite, check })),
  );
  const failed = all.filter(({ check }) => check.verdict === 'fail');
  const named = failed.length > 0 ? failed : all.filter(({ check }) => check.verdict !== 'pass');
  return named.map(({ part, suite, check }) => `${suite} of ${part}: ${check.name}: ${check.text}`);
}
