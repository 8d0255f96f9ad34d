import { codeDigest } from '../shared/code.ts';
import { evidenceStore } from '../shared/evidence-store.ts';
import { step } from '../shared/step.ts';
import { mergeShardsStep } from './merge-shards.ts';

export const handler = step(mergeShardsStep(evidenceStore(), codeDigest));
