import { evidenceStore } from '../shared/evidence-store.ts';
import { step } from '../shared/step.ts';
import { routeStep } from './route.ts';

export const handler = step(routeStep(evidenceStore()));
