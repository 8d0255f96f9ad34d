import { AnchorHeads } from '../../core/model/anchor.ts';
import type { TenantId } from '../../core/model/ids.ts';
import type { Run } from '../../core/model/run.ts';
import type { RunStore } from '../shared/run-store.ts';
import type { TraceStore } from '../shared/trace-store.ts';

/** A mission lives for 32 days at most (statemachines/mission.asl.json): a run asked for earlier adds no entry. */
const LONGEST_MISSION_DAYS = 33;
const PAGE = 100;

/** Date `days` later; UTC, so every day has 24 hours. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The heads of a day: for every run whose chain grew on it, its last entry of that day. */
export function dayHeads(runs: RunStore, traces: TraceStore) {
  return async (tenant: TenantId, day: string): Promise<AnchorHeads> => {
    const [start, end] = [`${day}T00:00:00.000Z`, `${dayAfter(day, 1)}T00:00:00.000Z`];
    const heads: AnchorHeads['heads'] = [];
    for (const run of await aliveOn(runs, tenant, start, end)) {
      const until = (await traces.read(tenant, run.id)).filter(({ at }) => at < end);
      const last = until.at(-1);
      if (last === undefined || last.at < start) continue;
      heads.push({ run: run.id, entries: until.length, head: last.entry.hash });
    }
    heads.sort((a, b) => (a.run < b.run ? -1 : 1));
    return AnchorHeads.parse({ contract: 'anchor-heads/1', tenant, day, heads });
  };
}

/** Runs whose chain may have grown in the span. A run that was rolled back after its end grew after `endedAt`. */
async function aliveOn(runs: RunStore, tenant: TenantId, start: string, end: string): Promise<Run[]> {
  const oldest = `${dayAfter(start.slice(0, 10), -LONGEST_MISSION_DAYS)}T00:00:00.000Z`;
  const alive: Run[] = [];
  let cursor: string | undefined;
  do {
    const page = await runs.list(tenant, PAGE, cursor);
    alive.push(...page.runs.filter(({ requestedAt }) => requestedAt < end && requestedAt >= oldest));
    cursor = page.runs.some(({ requestedAt }) => requestedAt < oldest) ? undefined : page.cursor;
  } while (cursor !== undefined);
  return alive;
}
