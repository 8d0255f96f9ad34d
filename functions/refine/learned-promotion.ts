import { type Digest, PersonId, type TenantId } from '../../core/model/ids.ts';
import type { Learned } from '../../core/model/learned.ts';
import type { Configuration } from '../shared/configuration.ts';
import { logger } from '../shared/log.ts';
import { promotionStart } from '../shared/promotion-start.ts';

/** The author of candidates nobody wrote: no approver has this id by accident, so every approver may decide. */
const REFINEMENT = PersonId.parse('refinement');

/**
 * Starts the promotion of what was learned: the tenant's own policy in force, with these corrections and nothing else. Its key
 * is the candidate, so a night that is repeated starts nothing twice; where another one is under way, the next night tries.
 */
export function learnedPromotion(config: Configuration) {
  const start = promotionStart(config);
  return async (tenant: TenantId, candidate: Digest, learned: Learned): Promise<void> => {
    const { value: inForce } = await config.policies();
    const own = Object.hasOwn(inForce.tenants, tenant) ? inForce.tenants[tenant] : undefined;
    if (own === undefined) return;
    const policy = { ...own, learning: { ...own.learning, learned } };
    const outcome = await start({
      ...{ tenant, author: REFINEMENT, kind: 'policy', correlation: `refinement-${candidate.slice(7, 23)}` },
      set: { ...inForce, tenants: { [tenant]: policy } },
      idempotencyKey: candidate,
    });
    logger.info('learned candidate', { tenant, candidate, outcome: outcome.kind });
  };
}
