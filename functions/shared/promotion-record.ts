import type { RunId, TenantId } from '../../core/model/ids.ts';
import type { Promotion } from '../../core/model/promotion.ts';
import type { PromotionStore } from './promotion-store.ts';

/** @throws Error where a step runs for a promotion nobody submitted */
export async function promotionRecord(store: PromotionStore, tenant: TenantId, id: RunId): Promise<Promotion> {
  const promotion = await store.get(tenant, id);
  if (promotion === undefined) throw new Error(`promotion ${id} has no record; submit it through POST /v1/policies`);
  return promotion;
}
