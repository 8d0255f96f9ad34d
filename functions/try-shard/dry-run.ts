import type { TenantId } from '../../core/model/ids.ts';
import { Plan } from '../../core/model/plan.ts';
import type { Policy } from '../../core/model/policy.ts';
import { Portfolio } from '../../core/model/portfolio.ts';
import type { SuiteCheck } from '../../core/model/suite.ts';
import { integrationChecks } from '../../core/simulate/suites/integration.ts';
import { codeDigest } from '../shared/code.ts';
import type { EvidenceStore } from '../shared/evidence-store.ts';
import type { HeadStore } from '../shared/head-store.ts';
import { commitmentsOf } from '../shared/mission-documents.ts';
import type { PortfolioStore } from '../shared/portfolio-store.ts';

/** Plans the newest portfolio of a tenant under a candidate, over the plan in force, and audits it. Nothing is published. */
export function dryRuns(stores: {
  readonly evidence: EvidenceStore;
  readonly portfolios: PortfolioStore;
  readonly heads: HeadStore;
}) {
  const { evidence, portfolios, heads } = stores;
  return async (tenant: TenantId, candidate: Policy): Promise<SuiteCheck[]> => {
    const newest = await portfolios.newest(tenant);
    if (newest === undefined) {
      const text = 'no portfolio was ever put, so there is nothing to plan; PUT one, and submit the candidate again';
      return [{ name: 'recorded-portfolio', verdict: 'not-enough-evidence', text, numbers: {} }];
    }
    const published = (await heads.plan(tenant))?.current?.plan ?? null;
    const [portfolio, plan] = await Promise.all([
      evidence.get(tenant, 'portfolio/1', newest.digest, Portfolio),
      published === null ? null : evidence.get(tenant, 'plan/1', published, Plan),
    ]);
    const before = plan === null || published === null ? null : { digest: published, commitments: commitmentsOf(plan) };
    return [...integrationChecks([{ name: newest.id, portfolio, published: before }], candidate, codeDigest)];
  };
}
