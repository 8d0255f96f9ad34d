import { type PersonId, RunId, type TenantId } from '../../core/model/ids.ts';
import type { PolicySet } from '../../core/model/policy.ts';
import { PROMOTION_ENDED, type Promotion } from '../../core/model/promotion.ts';
import { withPolicyOf } from '../../core/policy/candidate-parts.ts';
import { digest } from '../../core/trace/digest.ts';
import { now } from './clock.ts';
import type { Configuration } from './configuration.ts';
import { configurationControl } from './configuration-control.ts';
import { promotionMachine } from './promotion-machine.ts';
import { promotionStore } from './promotion-store.ts';

export interface PromotionAsked {
  readonly tenant: TenantId;
  readonly author: PersonId;
  readonly kind: Promotion['kind'];
  /** The candidate; of the kind `policy`, only that of the tenant counts. */
  readonly set: PolicySet;
  readonly correlation: string;
  readonly idempotencyKey: string;
}

export type PromotionOutcome =
  | { readonly kind: 'accepted'; readonly promotion: Promotion; readonly fresh: boolean }
  | { readonly kind: 'key-reused'; readonly promotion: Promotion }
  | { readonly kind: 'under-way'; readonly by: RunId };

/** Promotions looked back at for one that is under way: a tenant has one at a time. */
const LOOK_BACK = 20;

/**
 * Starts promotions. The candidate is stored as a hosted version, which nobody has deployed: with the addresses of its people,
 * and the only place they are in. Asked twice under one key it is one promotion; a kill in between leaves a version nobody uses.
 */
export function promotionStart(config: Configuration) {
  const promotions = promotionStore();
  const control = configurationControl();
  const start = promotionMachine();

  const sameCandidate = async ({ tenant, kind, set }: PromotionAsked, known: Promotion): Promise<boolean> => {
    const before = await control.policies(known.submitted);
    const [asked, then] =
      kind === 'policy' ? [set.tenants[tenant] ?? null, before.tenants[tenant] ?? null] : [set, before];
    return known.kind === kind && digest('content/1', asked) === digest('content/1', then);
  };

  return async (asked: PromotionAsked): Promise<PromotionOutcome> => {
    const { tenant, author, kind, correlation } = asked;
    const id = promotionIdOf(tenant, asked.idempotencyKey);
    const known = await promotions.get(tenant, id);
    if (known !== undefined) {
      if (known.author !== author || !(await sameCandidate(asked, known)))
        return { kind: 'key-reused', promotion: known };
      if (known.status === 'submitted') {
        await promotions.create(known);
        await start(known);
      }
      return { kind: 'accepted', promotion: known, fresh: false };
    }
    const busy = (await promotions.list(tenant, LOOK_BACK)).find(({ status }) => !PROMOTION_ENDED.includes(status));
    if (busy !== undefined) return { kind: 'under-way', by: busy.id };
    const { value: inForce } = await config.policies();
    const set = kind === 'policy' ? withPolicyOf(inForce, tenant, asked.set) : asked.set;
    const submitted = await control.storePolicies(set, `Candidate of promotion ${id}`);
    const wanted: Promotion = {
      ...{ contract: 'promotion/1', id, tenant, author, kind, submitted, correlation, status: 'submitted' },
      ...{ suites: [], stages: [], requestedAt: now() },
    };
    const made = await promotions.create(wanted);
    const promotion = made.created ? wanted : made.existing;
    await start(promotion);
    return { kind: 'accepted', promotion, fresh: made.created };
  };
}

/** In the form of a run's id, and never one: the digest is taken in another domain. */
export function promotionIdOf(tenant: TenantId, key: string): RunId {
  const hex = digest('promotion/1', { tenant, key }).slice('sha256:'.length);
  return RunId.parse(`run-${hex.slice(0, 32)}`);
}
