import type { Promotion } from '../../core/model/promotion.ts';
import { SuiteResult } from '../../core/model/suite.ts';
import type { EvidenceStore } from '../shared/evidence-store.ts';

/** Every suite of a promotion with its result, in the order they ran. */
export function suiteResults(evidence: EvidenceStore, { tenant, suites }: Promotion) {
  return Promise.all(
    suites.map(async ({ part, result }) => ({
      part,
      result: await evidence.get(tenant, 'suite-result/1', result, SuiteResult),
    })),
  );
}
