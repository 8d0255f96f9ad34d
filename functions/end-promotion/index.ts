import { z } from 'zod';
import type { RunId, TenantId } from '../../core/model/ids.ts';
import { PromotionStatus } from '../../core/model/promotion.ts';
import { policyOfTenant } from '../../core/policy/policy-of-tenant.ts';
import { promotionEndedMail } from '../../core/report/promotion/mail.ts';
import { becameStable } from '../shared/became-stable.ts';
import { configuration } from '../shared/configuration.ts';
import { decisionTrace } from '../shared/decision-trace.ts';
import { environment } from '../shared/environment.ts';
import { evidenceStore } from '../shared/evidence-store.ts';
import { gateStore } from '../shared/gate-store.ts';
import { headStore } from '../shared/head-store.ts';
import { mailer } from '../shared/mailer.ts';
import { promotionRecord } from '../shared/promotion-record.ts';
import { keepHead, promotionStore } from '../shared/promotion-store.ts';
import { type RunPatch, runStore } from '../shared/run-store.ts';
import { StepInput, step } from '../shared/step.ts';
import { traceStore } from '../shared/trace-store.ts';

const { PUBLIC_URL } = environment('PUBLIC_URL');
const promotions = promotionStore();
const gates = gateStore();
const runs = runStore();
const heads = headStore();
const config = configuration();
const mail = mailer();
const record = decisionTrace({
  evidence: evidenceStore(),
  traces: traceStore(),
  runs: { patch: keepHead(promotions) },
});

/** What oversight is told of elsewhere, or need not be told. */
const QUIET: readonly PromotionStatus[] = ['stable', 'rolled-back', 'refused', 'rejected', 'changes-requested'];

const Ended = z.object({ status: PromotionStatus });

/** Its end and the end of its chain are one write: whoever reads that it ended reads all of it. */
async function end(tenant: TenantId, id: RunId, { traceHead, traceEntries }: RunPatch, answer: unknown): Promise<void> {
  const head = traceHead === undefined || traceEntries === undefined ? {} : { traceHead, traceEntries };
  await promotions.patch(tenant, id, { ...Ended.parse(answer), ...head });
  await promotions.leavePlace(tenant, id);
}

/**
 * Ends a promotion: its record, its gate, its place, and a letter to oversight where it ended in trouble. One that became the
 * baseline is stable, whatever the state machine could not finish after that.
 */
export const handler = step({
  name: 'end-promotion',
  input: StepInput.extend({ status: PromotionStatus }),
  obeysStop: false,
  keep: end,
  async run({ input: { tenant, run, status: said } }) {
    const promotion = await promotionRecord(promotions, tenant, run);
    const version = await becameStable(heads, promotion);
    const status = version === undefined ? said : 'stable';
    if (version !== undefined) await promotions.patch(tenant, run, { stable: version });
    const gate = await gates.close(tenant, run, 0, status === 'expired' ? 'expired' : 'closed');
    if (gate !== undefined) await record(tenant, run, 0, gate);
    const reason =
      promotion.reason ?? (status === 'expired' ? 'nobody decided in time; that is not approved' : undefined);
    if (!QUIET.includes(status)) {
      const letter = promotionEndedMail(status, reason ?? status, `${PUBLIC_URL}/v1/promotions/${run}`);
      for (const { id, email } of policyOfTenant((await config.policies()).value, tenant).oversight) {
        if (email === undefined) continue;
        await runs.once(tenant, run, `mail/ended/${id}`, () => mail({ to: email, ...letter }));
      }
    }
    if (reason !== undefined) await promotions.patch(tenant, run, { reason });
    return { answer: { status }, decision: status, reasons: reason === undefined ? [] : [reason] };
  },
});
