import { type PersonId, type PortfolioId, RunId, type TenantId } from '../../core/model/ids.ts';
import type { Policy } from '../../core/model/policy.ts';
import { ENDED, type Run } from '../../core/model/run.ts';
import { digest } from '../../core/trace/digest.ts';
import { activeRun } from './active-run.ts';
import { now } from './clock.ts';
import { missions } from './mission.ts';
import type { PortfolioHead } from './portfolio-store.ts';
import { runStore } from './run-store.ts';

export interface RunAsked {
  readonly tenant: TenantId;
  readonly portfolio: PortfolioId;
  readonly author: PersonId;
  /** Who sent the request; absent: a schedule. */
  readonly askedBy?: PersonId;
  readonly correlation: string;
  readonly idempotencyKey: string;
}

export type StartOutcome =
  /** Started now or before, or waiting in line; `fresh`: this request created it. */
  | { readonly kind: 'accepted'; readonly run: Run; readonly fresh: boolean }
  /** The key was used for another request. */
  | { readonly kind: 'key-reused'; readonly run: Run }
  /** Another run of the tenant is under way and the policy does not queue. */
  | { readonly kind: 'under-way'; readonly by: RunId };

export type RunStart = ReturnType<typeof runStart>;

/**
 * Starts runs. The id follows from tenant and idempotency key, so asking twice is one run; asked again after a kill, what was
 * left half-done is completed: record, then place, then execution, each idempotent.
 */
export function runStart() {
  const runs = runStore();
  const active = activeRun(runs);
  const startMission = missions();

  /** Starts it, whose place was taken. Started before, it may have ended since, and left that place already. */
  const start = async (run: Run): Promise<void> => {
    if ((await startMission(run)) === 'started') return;
    const now = await runs.get(run.tenant, run.id);
    if (now !== undefined && ENDED.includes(now.status)) await active.release(run.tenant, run.id);
  };

  /** Starts the run that has waited longest, where the tenant's place is free. Repeatable. */
  const next = async (tenant: TenantId): Promise<Run | null> => {
    for (;;) {
      const waiting = await active.next(tenant);
      if (waiting === undefined) return null;
      const run = await runs.get(tenant, waiting.run);
      const over = run === undefined || ENDED.includes(run.status);
      if (!over) {
        const place = await active.take(tenant, run.id);
        if (!place.taken) return null;
        await start(run);
      }
      await active.dequeue(tenant, waiting.run, waiting.requestedAt);
      if (!over) return run;
    }
  };

  const placeAndStart = async (run: Run, whileRunning: Policy['whileRunning']): Promise<RunId | null> => {
    const place = await active.take(run.tenant, run.id);
    if (place.taken) {
      await start(run);
      return null;
    }
    if (whileRunning === 'refuse') return place.by;
    await active.enqueue(run.tenant, run.id, run.requestedAt);
    // Whoever held the place may have ended before this run stood in line, and then woke nobody.
    const woken = await next(run.tenant);
    return woken?.id === run.id ? null : place.by;
  };

  return {
    async ask(asked: RunAsked, head: PortfolioHead, whileRunning: Policy['whileRunning']): Promise<StartOutcome> {
      const { tenant, portfolio, author, askedBy } = asked;
      const id = runIdOf(tenant, asked.idempotencyKey);
      const known = await runs.get(tenant, id);
      if (known !== undefined && (known.portfolio !== portfolio || known.author !== author))
        return { kind: 'key-reused', run: known };
      if (known !== undefined && known.status !== 'accepted') {
        // An earlier request may have been cut off after it took the place of a run that had ended meanwhile.
        if (ENDED.includes(known.status)) await active.release(tenant, id);
        return { kind: 'accepted', run: known, fresh: false };
      }
      const busy = known === undefined && whileRunning === 'refuse' ? await active.holder(tenant) : null;
      if (busy !== null) return { kind: 'under-way', by: busy };
      const { correlation } = asked;
      const who = { author, ...(askedBy === undefined ? {} : { askedBy }) };
      const asRequested = { portfolio, portfolioDigest: head.digest, ...who, correlation, requestedAt: now() };
      const wanted: Run = known ?? { contract: 'run/1', id, tenant, status: 'accepted', ...asRequested };
      const made = await runs.create(wanted);
      const run = made.created ? wanted : made.existing;
      const by = await placeAndStart(run, whileRunning);
      if (by === null || whileRunning === 'queue') return { kind: 'accepted', run, fresh: made.created };
      // Lost a race for the place after the record was made: the record says so, and a new key is needed.
      await runs.patch(tenant, id, { status: 'refused', reason: 'another run of the tenant is under way' });
      return { kind: 'under-way', by };
    },

    next,

    /** Whether a run was asked for under this key before. */
    known: async (tenant: TenantId, idempotencyKey: string): Promise<boolean> =>
      (await runs.get(tenant, runIdOf(tenant, idempotencyKey))) !== undefined,
  };
}

/** `run-` and the first half of a digest over tenant and key. */
export function runIdOf(tenant: TenantId, idempotencyKey: string): RunId {
  const hex = digest('run/1', { tenant, idempotencyKey }).slice('sha256:'.length);
  return RunId.parse(`run-${hex.slice(0, 32)}`);
}
