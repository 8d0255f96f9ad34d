import { evidenceStore } from '../shared/evidence-store.ts';
import { step } from '../shared/step.ts';
import { auditStep } from './audit.ts';

export const handler = step(auditStep(evidenceStore()));
