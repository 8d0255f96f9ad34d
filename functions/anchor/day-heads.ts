import { AnchorHeads } from '../../core/model/anchor.ts';
import type { RunId, TenantId } from '../../core/model/ids.ts';
import type { PromotionStore } from '../shared/promotion-store.ts';
import type { RunStore } from '../shared/run-store.ts';
import type { TraceStore } from '../shared/trace-store.ts';

/** A mission lives for 32 days at most (statemachines/mission.asl.json): a run asked for earlier adds no entry. */
const LONGEST_MISSION_DAYS = 33;
/** A promotion lives for 90 days at most (statemachines/promotion.asl.json). */
const LONGEST_PROMOTION_DAYS = 91;
const PAGE = 100;

/** Date `days` later; UTC, so every day has 24 hours. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The heads of a day: for every run and promotion whose chain grew on it, its last entry of that day. */
export function dayHeads(runs: RunStore, promotions: PromotionStore, traces: TraceStore) {
  return async (tenant: TenantId, day: string): Promise<AnchorHeads> => {
    const [start, end] = [`${day}T00:00:00.000Z`, `${dayAfter(day, 1)}T00:00:00.000Z`];
    const heads: AnchorHeads['heads'] = [];
    const alive = [...(await aliveOn(runs, tenant, start, end)), ...(await promotedOn(promotions, tenant, day, end))];
    for (const id of alive) {
      const until = (await traces.read(tenant, id)).filter(({ at }) => at < end);
      const last = until.at(-1);
      if (last === undefined || last.at < start) continue;
      heads.push({ run: id, entries: until.length, head: last.entry.hash });
    }
    heads.sort((a, b) => (a.run < b.run ? -1 : 1));
    return AnchorHeads.parse({ contract: 'anchor-heads/1', tenant, day, heads });
  };
}

/** Runs whose chain may have grown in the span. A run that was rolled back after its end grew after `endedAt`. */
async function aliveOn(runs: RunStore, tenant: TenantId, start: string, end: string): Promise<RunId[]> {
  const oldest = `${dayAfter(start.slice(0, 10), -LONGEST_MISSION_DAYS)}T00:00:00.000Z`;
  const alive: RunId[] = [];
  let cursor: string | undefined;
  do {
    const page = await runs.list(tenant, PAGE, cursor);
    const found = page.runs.filter(({ requestedAt }) => requestedAt < end && requestedAt >= oldest);
    alive.push(...found.map(({ id }) => id));
    cursor = page.runs.some(({ requestedAt }) => requestedAt < oldest) ? undefined : page.cursor;
  } while (cursor !== undefined);
  return alive;
}

async function promotedOn(promotions: PromotionStore, tenant: TenantId, day: string, end: string): Promise<RunId[]> {
  const oldest = `${dayAfter(day, -LONGEST_PROMOTION_DAYS)}T00:00:00.000Z`;
  const found = await promotions.since(tenant, oldest);
  return found.filter(({ requestedAt }) => requestedAt < end).map(({ id }) => id);
}
