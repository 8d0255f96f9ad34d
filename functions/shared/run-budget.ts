import { z } from 'zod';
import type { Digest, RunId, TenantId } from '../../core/model/ids.ts';
import { Policy } from '../../core/model/policy.ts';
import type { Run } from '../../core/model/run.ts';
import { meterBudget, type Spent, spentTogether } from '../../core/policy/guardrails/budget-meter.ts';
import { costOf } from '../../core/policy/run-estimate.ts';
import { environment } from './environment.ts';
import type { EvidenceAccess } from './evidence-store.ts';
import { type RunStore, runPlace } from './run-store.ts';
import { table } from './tables.ts';

/** The run used more than a hard cap allows; the mission goes to its state `Refused` by this name. */
export class OverBudget extends Error {
  override readonly name = 'OverBudget';
}

const Metered = z.object({ work: z.number().min(0), writes: z.number().min(0) });

/** The record of the meter itself, and the change of the run's record that follows it: made after they are counted. */
const OWN_WRITES = 2;

/**
 * What a run used, over all its steps and attempts, a record per step: shards run at once, and none shall wait for another.
 * Kept beside the chain, not in it: what was written depends on what was stored before, and the same run must have the same
 * digests. A run that is stopped by its meter says so in its end.
 */
export function runBudget({ runs, evidence }: { readonly runs: RunStore; readonly evidence: EvidenceAccess }) {
  const { RUNS_TABLE } = environment('RUNS_TABLE');
  const meters = table(RUNS_TABLE, Metered);
  const used = async (tenant: TenantId, run: RunId): Promise<Spent> =>
    spentTogether(await meters.queryAll(runPlace(tenant, run), { prefix: 'meter#' }));

  return {
    /** @throws OverBudget where a hard cap of the policy in force is broken already, with the reason in the run's record */
    async refuseOver(tenant: TenantId, run: RunId, policy: Digest): Promise<void> {
      const [spent, rules] = await Promise.all([used(tenant, run), evidence.get(tenant, 'policy/1', policy, Policy)]);
      const over = meterBudget(spent, rules);
      if (over.length === 0) return;
      const named = over.map(({ cap, estimate, hard }) => `${cap}: used ${estimate}, hard cap ${hard}`);
      const reason = `budget-guard:resource-pressure-cap: ${named.join(' · ')}`;
      await runs.patch(tenant, run, { reason });
      throw new OverBudget(reason);
    },

    /**
     * Adds what a step used; returns what the run did in all. Writes of a repeated step add up, since they were made; its
     * work does not: its answer was remembered.
     */
    async charge(
      tenant: TenantId,
      run: RunId,
      step: string,
      { work, writes }: Spent,
    ): Promise<NonNullable<Run['used']>> {
      await meters.amend({ pk: runPlace(tenant, run), sk: `meter#${step}` }, (current) => ({
        work,
        writes: (current?.writes ?? 0) + writes + OWN_WRITES,
      }));
      const total = await used(tenant, run);
      return { ...total, microDollars: costOf(total) };
    },
  };
}
