import { z } from 'zod';
import { Stage } from '../../core/model/promotion.ts';
import { configurationControl } from '../shared/configuration-control.ts';
import { evidenceStore } from '../shared/evidence-store.ts';
import { headStore } from '../shared/head-store.ts';
import { promotionRecord } from '../shared/promotion-record.ts';
import { keepHead, promotionStore } from '../shared/promotion-store.ts';
import { StepInput, step } from '../shared/step.ts';
import { spreading } from './spreading.ts';

const promotions = promotionStore();
const rooms = { promotions, control: configurationControl(), heads: headStore(), evidence: evidenceStore() };
const spread = spreading(rooms);

/** Seconds until it is tried again where another deployment, or another promotion, has to be through first. */
const BUSY_SECONDS = 30;

/** Brings a candidate to its next stage. Entered again, it goes on from what is deployed. */
export const handler = step({
  name: 'spread-policy',
  input: StepInput.extend({ stage: Stage, tick: z.int().min(0) }),
  part: ({ stage, tick }) => `${stage}/${tick}`,
  obeysBudget: false,
  keep: keepHead(promotions),
  async run({ input: { tenant, run, stage } }) {
    const promotion = await promotionRecord(promotions, tenant, run);
    const outcome = (await promotions.takePlace(tenant, run))
      ? await spread(promotion, stage)
      : { verdict: 'busy' as const, reason: 'another candidate is being spread' };
    const { verdict, reason } = outcome;
    // A test does not wait half a minute for a deployment of milliseconds.
    const waitSeconds = 'waitSeconds' in outcome ? outcome.waitSeconds : BUSY_SECONDS;
    return { answer: { verdict, stage, waitSeconds }, decision: verdict, reasons: [reason] };
  },
});
