import { evidenceStore } from '../shared/evidence-store.ts';
import { step } from '../shared/step.ts';
import { scoreStep } from './score.ts';

export const handler = step(scoreStep(evidenceStore()));
