import { z } from 'zod';
import { RunId, type TenantId } from '../../core/model/ids.ts';
import { ENDED, Run } from '../../core/model/run.ts';
import type { TraceEntry } from '../../core/model/trace.ts';
import { Instant } from '../../core/model/units.ts';
import { now } from './clock.ts';
import { environment } from './environment.ts';
import { type PutOnce, table } from './tables.ts';

/** Fields of a run's record that its steps change. */
export const RunPatch = Run.pick({
  status: true,
  reason: true,
  posture: true,
  impact: true,
  autonomy: true,
  breaker: true,
  proposed: true,
  decideBy: true,
  policyDigest: true,
  planDigest: true,
  reportDigest: true,
  scorecardDigest: true,
  incidentDigest: true,
  followUpsDigest: true,
  traceHead: true,
  traceEntries: true,
  used: true,
}).partial();
export type RunPatch = z.infer<typeof RunPatch>;

/** What follows the chain, and moves on when it does. */
const HEAD: readonly string[] = ['traceHead', 'traceEntries', 'used'];

/** The end of a chain as the run's record keeps it. */
export function headOf(entry: TraceEntry): RunPatch {
  return { traceHead: entry.hash, traceEntries: entry.sequence + 1 };
}

const Listed = z.object({ run: RunId });
const StopMark = z.object({ by: z.string(), reason: z.string(), at: Instant });
const Done = z.object({ at: Instant });

export type RunStore = ReturnType<typeof runStore>;

/** Runs of each tenant: their records, newest first; stop marks; and effects that must happen once. */
export function runStore() {
  const { RUNS_TABLE } = environment('RUNS_TABLE');
  const runs = table(RUNS_TABLE, Run);
  const listed = table(RUNS_TABLE, Listed);
  const stops = table(RUNS_TABLE, StopMark);
  const effects = table(RUNS_TABLE, Done);

  return {
    get: (tenant: TenantId, run: RunId): Promise<Run | undefined> => runs.get(runKey(tenant, run)),

    /** Creates the run, or answers the one with this id. Repeated, it completes what a kill left half-done. */
    async create(run: Run): Promise<PutOnce<Run>> {
      const result = await runs.putOnce(runKey(run.tenant, run.id), run);
      const { requestedAt } = result.created ? run : result.existing;
      await listed.put({ pk: `${run.tenant}#runs`, sk: `${requestedAt}#${run.id}` }, { run: run.id });
      return result;
    },

    /**
     * Changes fields of a run. The head of its chain only moves forward, whoever is slower. An ended run keeps everything
     * else, unless it is rolled back or failed afterwards. Returns the run as stored, which shows whether the change was
     * taken; undefined: no such run.
     */
    patch(tenant: TenantId, id: RunId, patch: RunPatch): Promise<Run | undefined> {
      return runs.amend(runKey(tenant, id), (run) => {
        if (run === undefined) return undefined;
        const status = patch.status ?? run.status;
        const afterEnd = ENDED.includes(run.status) && status !== run.status;
        const kept = afterEnd && !(run.status === 'done' && (status === 'rolled-back' || status === 'failed'));
        const forward = (patch.traceEntries ?? 0) > (run.traceEntries ?? 0);
        const ended = ENDED.includes(status) && !ENDED.includes(run.status) ? { endedAt: now() } : {};
        const given = Object.entries(patch).filter(
          ([field, value]) => value !== undefined && (HEAD.includes(field) ? forward : !kept),
        );
        const next = Run.parse({ ...run, ...Object.fromEntries(given), ...ended });
        return same(run, next) ? run : next;
      });
    },

    /** Newest first; `cursor` is opaque and only good for the tenant it was given to. */
    async list(tenant: TenantId, limit: number, cursor?: string): Promise<{ runs: Run[]; cursor?: string }> {
      const after = cursor === undefined ? undefined : Buffer.from(cursor, 'base64url').toString('utf8');
      const page = await listed.query(`${tenant}#runs`, {
        newestFirst: true,
        limit,
        ...(after === undefined ? {} : { after }),
      });
      const found = await Promise.all(page.records.map(({ record }) => runs.get(runKey(tenant, record.run))));
      return {
        runs: found.filter((run) => run !== undefined),
        ...(page.after === undefined ? {} : { cursor: Buffer.from(page.after, 'utf8').toString('base64url') }),
      };
    },

    /** Marks a run to stop before its next step. The first mark stays. `reason` is sealed, or empty. */
    async stop(tenant: TenantId, run: RunId, by: string, reason: string): Promise<void> {
      await stops.putOnce({ pk: runPlace(tenant, run), sk: 'stop' }, { by, reason, at: now() });
    },
    stopMark: (tenant: TenantId, run: RunId) => stops.get({ pk: runPlace(tenant, run), sk: 'stop' }),

    /**
     * Runs an effect unless it is recorded as done for this run, then records it: at least once, and once where nothing is
     * killed in between. For mails.
     */
    async once(tenant: TenantId, run: RunId, effect: string, perform: () => Promise<void>): Promise<void> {
      const key = { pk: runPlace(tenant, run), sk: `effect#${effect}` };
      if ((await effects.get(key)) !== undefined) return;
      await perform();
      await effects.put(key, { at: now() });
    },
  };
}

/** Everything of one run that is not its record: answers of steps, stop mark, effects done. */
export function runPlace(tenant: TenantId, run: RunId): string {
  return `${tenant}#run#${run}`;
}

function runKey(tenant: TenantId, run: RunId) {
  return { pk: runPlace(tenant, run), sk: 'record' };
}

/** Both were parsed by the contract, so their keys come in one order. */
function same(a: Run, b: Run): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
