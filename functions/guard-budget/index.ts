import { evidenceStore } from '../shared/evidence-store.ts';
import { step } from '../shared/step.ts';
import { guardBudgetStep } from './guard-budget.ts';

export const handler = step(guardBudgetStep(evidenceStore()));
