import { z } from 'zod';
import { takeBackCause } from '../../core/policy/take-back-cause.ts';
import { becameStable } from '../shared/became-stable.ts';
import { headStore } from '../shared/head-store.ts';
import { promotionRecord } from '../shared/promotion-record.ts';
import { keepHead, promotionStore } from '../shared/promotion-store.ts';
import { StepInput, step } from '../shared/step.ts';
import { takingBack } from './taking-back.ts';

const promotions = promotionStore();
const heads = headStore();
const takeBack = takingBack();

const Answer = z.object({ value: z.object({ verdict: z.string() }) }).optional();
const State = z.object({
  error: z.object({ Error: z.string().optional(), Cause: z.string().optional() }).optional(),
  spread: Answer,
  watch: Answer,
  mark: Answer,
});

/**
 * Goes back to the last stable baseline, where the candidate is in force or on its way; its own rollback, told to oversight
 * as every other, its time measured from here. What somebody else has taken back already is not taken back twice, and what is
 * the baseline by now is what one goes back to: it ends as stable, whatever the last step died of.
 */
export const handler = step({
  name: 'take-back',
  input: StepInput.extend({ state: State }),
  obeysStop: false,
  keep: keepHead(promotions),
  async run({ input: { tenant, run, correlation, state } }) {
    const promotion = await promotionRecord(promotions, tenant, run);
    const { status, cause } = takeBackCause(state);
    const version = await becameStable(heads, promotion);
    if (version !== undefined) {
      await promotions.patch(tenant, run, { stable: version });
      const reasons = [`baseline ${version}`, cause];
      return { answer: { name: 'stable', rollback: null }, decision: 'stable', reasons };
    }
    const rollback = await takeBack(promotion, cause, correlation);
    const reason = promotion.reason ?? cause;
    await promotions.patch(tenant, run, { reason, ...(rollback === null ? {} : { rollback }) });
    return { answer: { name: status, rollback }, decision: status, reasons: [cause] };
  },
});
