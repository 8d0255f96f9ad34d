import type { TenantId } from '../../core/model/ids.ts';
import { BaselineEvidence } from '../../core/model/promotion.ts';
import type { Baseline } from '../shared/baseline-pointer.ts';
import type { EvidenceStore } from '../shared/evidence-store.ts';

/** A baseline as one tenant may see it: all share the versions; why one became stable is evidence of who promoted it. */
export async function baselineShown(evidence: EvidenceStore, tenant: TenantId, baseline: Baseline) {
  const { evidence: digest, ...shown } = baseline;
  const found = digest === null ? undefined : await evidence.find(tenant, digest);
  return { ...shown, evidence: found === undefined ? null : BaselineEvidence.parse(JSON.parse(found.text)) };
}
