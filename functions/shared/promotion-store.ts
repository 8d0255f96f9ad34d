import { z } from 'zod';
import { RunId, TenantId } from '../../core/model/ids.ts';
import { PROMOTION_ENDED, Promotion, PromotionStatus } from '../../core/model/promotion.ts';
import { now } from './clock.ts';
import { environment } from './environment.ts';
import { type RunPatch, runPlace } from './run-store.ts';
import { type PutOnce, table } from './tables.ts';

const Listed = z.object({ promotion: RunId });
const Place = z.object({ tenant: TenantId, promotion: RunId }).nullable();
const Held = z.object({ by: Place });
/** The one place that does not start with a tenant: configuration is one document, so one candidate at a time is spread. */
const SPREADING = { pk: '_promotion', sk: 'spreading' };

const PAGE = 100;

export type PromotionPatch = Partial<Omit<Promotion, 'contract' | 'id' | 'tenant' | 'author' | 'kind' | 'submitted'>>;
export type PromotionStore = ReturnType<typeof promotionStore>;

/** Promotions of each tenant, newest first, beside its runs; and which one of all is being spread. */
export function promotionStore() {
  const { RUNS_TABLE } = environment('RUNS_TABLE');
  const promotions = table(RUNS_TABLE, Promotion);
  const listed = table(RUNS_TABLE, Listed);
  const spreading = table(RUNS_TABLE, Held);
  const key = (tenant: TenantId, id: RunId) => ({ pk: runPlace(tenant, id), sk: 'promotion' });
  const get = (tenant: TenantId, id: RunId) => promotions.get(key(tenant, id));

  return {
    get,

    /** Creates the promotion, or answers the one with this id. Repeated, it completes what a kill left half-done. */
    async create(promotion: Promotion): Promise<PutOnce<Promotion>> {
      const result = await promotions.putOnce(key(promotion.tenant, promotion.id), promotion);
      const { requestedAt } = result.created ? promotion : result.existing;
      const sk = `${requestedAt}#${promotion.id}`;
      await listed.put({ pk: `${promotion.tenant}#promotions`, sk }, { promotion: promotion.id });
      return result;
    },

    /**
     * Changes fields. Its status and the head of its chain only move forward, whoever is slower; one that has ended keeps
     * everything but that head.
     */
    async patch(tenant: TenantId, id: RunId, patch: PromotionPatch): Promise<void> {
      await promotions.amend(key(tenant, id), (current) => {
        if (current === undefined) return undefined;
        const { traceHead, traceEntries, status = current.status, ...given } = patch;
        const order = PromotionStatus.options;
        const later = order.indexOf(status) > order.indexOf(current.status) ? status : current.status;
        const ended = PROMOTION_ENDED.includes(current.status);
        const forward = (traceEntries ?? 0) > (current.traceEntries ?? 0);
        if (ended && !forward) return current;
        const ends = !ended && PROMOTION_ENDED.includes(later) ? { endedAt: now() } : {};
        return Promotion.parse({
          ...current,
          ...(ended ? {} : { ...given, status: later }),
          ...(forward ? { traceHead, traceEntries } : {}),
          ...ends,
        });
      });
    },

    async list(tenant: TenantId, limit: number): Promise<Promotion[]> {
      const page = await listed.query(`${tenant}#promotions`, { newestFirst: true, limit });
      const found = await Promise.all(page.records.map(({ record }) => get(tenant, record.promotion)));
      return found.filter((one) => one !== undefined);
    },

    /** Promotions submitted at or after this instant, newest first. */
    async since(tenant: TenantId, oldest: string): Promise<Promotion[]> {
      const found: Promotion[] = [];
      let after: string | undefined;
      do {
        const place = after === undefined ? {} : { after };
        const page = await listed.query(`${tenant}#promotions`, { newestFirst: true, limit: PAGE, ...place });
        const read = await Promise.all(page.records.map(({ record }) => get(tenant, record.promotion)));
        const young = read.filter((one) => one !== undefined).filter(({ requestedAt }) => requestedAt >= oldest);
        found.push(...young);
        after = young.length < page.records.length ? undefined : page.after;
      } while (after !== undefined);
      return found;
    },

    /** Takes the one place from which candidates are spread; held by one that has ended, it is taken over. */
    async takePlace(tenant: TenantId, id: RunId): Promise<boolean> {
      const held = (await spreading.get(SPREADING))?.by ?? null;
      const holder = held === null ? undefined : await get(held.tenant, held.promotion);
      const free = holder === undefined || PROMOTION_ENDED.includes(holder.status) ? held : null;
      const after = await spreading.amend(SPREADING, (current) => {
        const by = current?.by ?? null;
        const takeable = by === null || (free !== null && by.promotion === free.promotion && by.tenant === free.tenant);
        return takeable ? { by: { tenant, promotion: id } } : current;
      });
      return after?.by?.promotion === id && after.by.tenant === tenant;
    },

    /** Gives it back, where this promotion holds it. */
    async leavePlace(tenant: TenantId, id: RunId): Promise<void> {
      await spreading.amend(SPREADING, (current) =>
        current?.by?.promotion === id && current.by.tenant === tenant ? { by: null } : current,
      );
    },
  };
}

/** The end of a chain, as steps of a promotion keep it. */
export function keepHead(promotions: PromotionStore) {
  return (tenant: TenantId, id: RunId, { traceHead, traceEntries }: RunPatch): Promise<void> =>
    traceHead === undefined || traceEntries === undefined
      ? Promise.resolve()
      : promotions.patch(tenant, id, { traceHead, traceEntries });
}
