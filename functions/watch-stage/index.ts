import { z } from 'zod';
import { Stage } from '../../core/model/promotion.ts';
import { configurationControl } from '../shared/configuration-control.ts';
import { evidenceStore } from '../shared/evidence-store.ts';
import { learningStore } from '../shared/learning-store.ts';
import { promotionRecord } from '../shared/promotion-record.ts';
import { keepHead, promotionStore } from '../shared/promotion-store.ts';
import { runStore } from '../shared/run-store.ts';
import { StepInput, step } from '../shared/step.ts';
import { watchFacts } from '../shared/watch-facts.ts';
import { stageLook } from './stage-look.ts';

const promotions = promotionStore();
const facts = watchFacts({ runs: runStore(), learning: learningStore() });
const look = stageLook({ control: configurationControl(), evidence: evidenceStore(), facts });

/** One look at a stage: whether what was deployed still stands, and what the monitor sees of the tenants on trial. */
export const handler = step({
  name: 'watch-stage',
  input: StepInput.extend({ stage: Stage, tick: z.int().min(0) }),
  part: ({ stage, tick }) => `${stage}/${tick}`,
  obeysBudget: false,
  keep: keepHead(promotions),
  async run({ input: { tenant, run, stage } }) {
    const { verdict, reasons, waitSeconds, measured } = await look(
      await promotionRecord(promotions, tenant, run),
      stage,
    );
    if (verdict !== 'wait' && verdict !== 'passed')
      await promotions.patch(tenant, run, { reason: `${stage}: ${reasons.join(' · ')}`.slice(0, 2_000) });
    return { answer: { verdict, stage, waitSeconds, measured }, decision: verdict, reasons };
  },
});
