import { BaselineEvidence, type Promotion, type SuiteOutcome } from '../../core/model/promotion.ts';
import type { TrialPart } from '../../core/model/promotion-round.ts';
import { withoutAddresses } from '../../core/policy/addresses.ts';
import type { CandidatePart } from '../../core/policy/candidate-parts.ts';
import { RegressionBaseline } from '../../core/simulate/suites/regression.ts';
import { suiteEvidence } from '../../core/simulate/suites/result.ts';
import { unitChecks } from '../../core/simulate/suites/unit.ts';
import type { Baseline } from '../shared/baseline-pointer.ts';
import { codeDigest } from '../shared/code.ts';
import type { EvidenceStore } from '../shared/evidence-store.ts';

/** Keeps the documents of every policy on trial as evidence, without addresses, and runs the unit suite on each. */
export function trialParts(evidence: EvidenceStore) {
  const recordingOf = async (promotion: Promotion, baseline: Baseline, { part }: CandidatePart) => {
    if (baseline.evidence === null) return null;
    // Evidence is a tenant's own: what another tenant's promotion recorded is recorded anew.
    const found = await evidence.find(promotion.tenant, baseline.evidence);
    if (found === undefined) return null;
    const { recordings } = BaselineEvidence.parse(JSON.parse(found.text));
    return recordings.find((each) => each.part === part)?.recording ?? null;
  };

  return async ({ tenant, ...promotion }: Promotion, baseline: Baseline, changed: readonly CandidatePart[]) => {
    const parts: TrialPart[] = [];
    const recordings: (RegressionBaseline | null)[] = [];
    const suites: SuiteOutcome[] = [];
    const failures: string[] = [];
    for (const each of changed) {
      const { part } = each;
      const [candidate, stable, recording] = await Promise.all([
        evidence.put(tenant, 'policy/1', withoutAddresses(each.candidate)),
        evidence.put(tenant, 'policy/1', withoutAddresses(each.stable)),
        recordingOf({ tenant, ...promotion }, baseline, each),
      ]);
      const unit = suiteEvidence('unit', { candidate, stable: null, code: codeDigest }, unitChecks(each.candidate), 1);
      await evidence.put(tenant, 'suite-result/1', unit.result);
      const { verdict, checks } = unit.result;
      suites.push({ part, suite: 'unit', verdict, result: unit.digest });
      failures.push(...checks.flatMap((c) => (c.verdict === 'fail' ? [`unit of ${part}: ${c.name}: ${c.text}`] : [])));
      recordings.push(
        recording === null ? null : await evidence.get(tenant, 'regression-baseline/1', recording, RegressionBaseline),
      );
      const owner = part === '*' ? tenant : part;
      const { changes } = each;
      parts.push({ part, tenant: owner, stable, candidate, changes: [...changes], unit: unit.digest, recording });
    }
    return { parts, recordings, suites, failures };
  };
}
