import type { PersonId, RunId, TenantId } from '../../core/model/ids.ts';
import type { RestoredDocument, Rollback } from '../../core/model/rollback.ts';
import type { Sealed } from '../../core/model/sealed.ts';
import { now } from './clock.ts';
import { configurationControl } from './configuration-control.ts';
import { evidenceStore } from './evidence-store.ts';
import { headStore } from './head-store.ts';
import { objectionsOf } from './objections.ts';
import { outboxQueue } from './outbox.ts';
import { outcomeStore } from './outcome-store.ts';
import { type RestoreProgress, restoreConfiguration } from './restore-configuration.ts';
import { planRestorer } from './restore-plan.ts';
import { rollbackStore } from './rollback-store.ts';

export interface RollbackAsked {
  readonly id: RunId;
  readonly tenant: TenantId;
  readonly trigger: Rollback['trigger'];
  readonly by: PersonId | null;
  readonly cause: string;
  readonly reason: Sealed | null;
  /** The run whose plan is to be undone where it is in force; null: none. */
  readonly run: RunId | null;
  readonly correlation: string;
}

/**
 * rollback:rollback-to-last-stable-baseline, the one core of the mission's Rollback and of POST /v1/rollbacks: the plan of a
 * run where it is in force, then flags and policies. The record is begun first and says before each step what it is about to
 * do; every step may be done again. So a rollback asked for twice, at once, or cut off anywhere ends at the same place, and
 * the time it took is counted from the first asking.
 */
export function rollBack() {
  const heads = headStore();
  const control = configurationControl();
  const store = rollbackStore();
  const objections = objectionsOf(outcomeStore());
  const restorePlan = planRestorer({ evidence: evidenceStore(), heads, objections, queue: outboxQueue() });

  return async ({ correlation, ...asked }: RollbackAsked): Promise<Rollback> => {
    const { tenant, id } = asked;
    const known = await store.begin(begun(asked, now()));
    if (known.state === 'done') return known;
    if (known.run !== null) {
      const { restored, version } = await restorePlan({ tenant, run: known.run, correlation });
      await store.amend(tenant, id, (current) => ({ ...current, plan: { restored, version } }));
    }
    const baseline = await heads.baseline();
    if (baseline === undefined) return finish(store, known, null);
    const tell = async (progress: RestoreProgress) => void (await store.amend(tenant, id, told(progress)));
    const restored = await restoreConfiguration(control, baseline, `Rollback ${id}`, tell);
    if (restored.complete) return finish(store, known, { ...restored, baseline: baseline.version });
    return store.amend(tenant, id, (current) => ({
      ...current,
      baseline: baseline.version,
      flags: kept(current.flags, restored.flags),
      policy: kept(current.policy, restored.policy),
    }));
  };
}

/** The record a rollback begins with. */
export function begun(asked: Omit<RollbackAsked, 'correlation'>, requestedAt: string): Rollback {
  return { ...BEGUN, ...asked, requestedAt };
}

const BEGUN = {
  contract: 'rollback/1',
  state: 'under-way',
  doneAt: null,
  seconds: null,
  baseline: null,
  stopped: [],
  flags: null,
  policy: null,
  plan: { restored: false, version: null },
  incident: null,
  traceHead: null,
} as const satisfies Partial<Rollback>;

async function finish(
  store: ReturnType<typeof rollbackStore>,
  { tenant, id, requestedAt }: Rollback,
  restored: { readonly baseline: number; readonly flags: RestoredDocument; readonly policy: RestoredDocument } | null,
): Promise<Rollback> {
  const doneAt = now();
  const done = await store.amend(tenant, id, (current) => ({
    ...current,
    state: 'done',
    doneAt,
    seconds: Math.max(0, (Date.parse(doneAt) - Date.parse(requestedAt)) / 1000),
    ...(restored === null
      ? {}
      : {
          baseline: restored.baseline,
          flags: kept(current.flags, restored.flags),
          policy: kept(current.policy, restored.policy),
        }),
  }));
  return done;
}

/** What was restored earlier in this rollback stays told, although by now it is as in the baseline. */
function kept(before: RestoredDocument | null, now: RestoredDocument): RestoredDocument {
  return before?.outcome === 'restored' && now.outcome === 'as-baseline' ? before : now;
}

function told(progress: RestoreProgress): (current: Rollback) => Rollback {
  return (current) => {
    if ('stopping' in progress) {
      const { stopping } = progress;
      return current.stopped.includes(stopping) ? current : { ...current, stopped: [...current.stopped, stopping] };
    }
    const { restoring, from, to } = progress;
    if (current[restoring]?.outcome === 'restored') return current;
    return { ...current, [restoring]: { outcome: 'restored', from, to } };
  };
}
