import type { Digest, TenantId } from '../../core/model/ids.ts';
import { Proposal } from '../../core/model/promotion.ts';
import { SuiteResult } from '../../core/model/suite.ts';
import type { ProposalView } from '../../core/report/promotion/proposal-view.ts';
import type { EvidenceStore } from './evidence-store.ts';

/** What pages and mails of a promotion are made of: the proposal and every suite's result, read from evidence. */
export async function proposalView(evidence: EvidenceStore, tenant: TenantId, digest: Digest): Promise<ProposalView> {
  const proposal = await evidence.get(tenant, 'proposal/1', digest, Proposal);
  const results = await Promise.all(
    proposal.suites.map(async ({ part, result }) => ({
      part,
      result: await evidence.get(tenant, 'suite-result/1', result, SuiteResult),
    })),
  );
  return { proposal, digest, results };
}
