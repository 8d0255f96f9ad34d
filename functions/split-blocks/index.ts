import { evidenceStore } from '../shared/evidence-store.ts';
import { step } from '../shared/step.ts';
import { splitBlocksStep } from './split-blocks.ts';

export const handler = step(splitBlocksStep(evidenceStore()));
