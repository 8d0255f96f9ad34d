import { evidenceStore } from '../shared/evidence-store.ts';
import { step } from '../shared/step.ts';
import { planShardStep } from './plan-shard.ts';

export const handler = step(planShardStep(evidenceStore()));
