import { z } from 'zod';
import { RunId, type TenantId } from '../../core/model/ids.ts';
import type { Promotion } from '../../core/model/promotion.ts';
import { takeBackCause } from '../../core/policy/take-back-cause.ts';
import { digest } from '../../core/trace/digest.ts';
import { configurationControl } from '../shared/configuration-control.ts';
import { headStore } from '../shared/head-store.ts';
import { promotionRecord } from '../shared/promotion-record.ts';
import { keepHead, promotionStore } from '../shared/promotion-store.ts';
import { requestedRollback } from '../shared/requested-rollback.ts';
import { rollbackStore } from '../shared/rollback-store.ts';
import { rollbackTarget } from '../shared/rollback-target.ts';
import { StepInput, step } from '../shared/step.ts';
import { traceStore } from '../shared/trace-store.ts';

const promotions = promotionStore();
const heads = headStore();
const control = configurationControl();
const rollbacks = rollbackStore();
const traces = traceStore();
const perform = requestedRollback('take-back');

const Answer = z.object({ value: z.object({ verdict: z.string() }) }).optional();
const State = z.object({
  error: z.object({ Error: z.string().optional(), Cause: z.string().optional() }).optional(),
  spread: Answer,
  watch: Answer,
  mark: Answer,
});

/**
 * Goes back to the last stable baseline, where the candidate is in force or on its way; its own rollback, told to oversight
 * as every other, its time measured from here. What somebody else has taken back already is not taken back twice.
 */
export const handler = step({
  name: 'take-back',
  input: StepInput.extend({ state: State }),
  obeysStop: false,
  keep: keepHead(promotions),
  async run({ input: { tenant, run, correlation, state } }) {
    const promotion = await promotionRecord(promotions, tenant, run);
    const { status, cause } = takeBackCause(state);
    const rollback = await takenBack(promotion, cause, correlation);
    const reason = promotion.reason ?? cause;
    await promotions.patch(tenant, run, { reason, ...(rollback === null ? {} : { rollback }) });
    return { answer: { name: status, rollback }, decision: status, reasons: [cause] };
  },
});

/** The rollback that took the candidate back; null: there was nothing of it to take back. */
async function takenBack(promotion: Promotion, cause: string, correlation: string): Promise<RunId | null> {
  const { tenant, id, deployed, stages } = promotion;
  const [baseline, { flags, policy, underWay }] = await Promise.all([heads.baseline(), control.look()]);
  if (deployed === undefined || baseline === undefined || policy === null) return null;
  const sets = await Promise.all([control.policies(policy.version), control.policies(baseline.policyVersion)]);
  const [is, was] = sets.map((set) => digest('policy-set/1', set));
  const { scheduling } = flags === null ? { scheduling: undefined } : await control.flags(flags.version);
  if (underWay === null && is === was && scheduling?.trials === undefined) return others(tenant, stages[0]?.at);
  const asked = { id: rollbackIdOf(tenant, id), tenant, trigger: 'promotion' as const, by: null, reason: null };
  const run = await rollbackTarget({ heads, control, traces }, tenant);
  return (await perform({ ...asked, cause, run, correlation })).id;
}

/** The newest rollback of the tenant since the candidate came into force: whoever set it off took it back. */
async function others(tenant: TenantId, since: string | undefined): Promise<RunId | null> {
  const [newest] = await rollbacks.list(tenant);
  return newest !== undefined && since !== undefined && newest.requestedAt >= since ? newest.id : null;
}

function rollbackIdOf(tenant: TenantId, promotion: RunId): RunId {
  const hex = digest('rollback/1', { tenant, promotion }).slice('sha256:'.length);
  return RunId.parse(`run-${hex.slice(0, 32)}`);
}
