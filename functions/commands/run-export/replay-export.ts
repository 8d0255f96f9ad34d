import { z } from 'zod';
import { Digest } from '../../../core/model/ids.ts';
import type { TraceEntry } from '../../../core/model/trace.ts';
import { digest } from '../../../core/trace/digest.ts';
import { firstDifference } from '../first-difference.ts';
import { documentOf } from './documents.ts';
import type { OpenedExport } from './open-export.ts';
import { replayEvidence } from './replay-evidence.ts';
import { type Rerun, replaySteps } from './replay-steps.ts';
import { stepOf } from './steps.ts';

const Answer = z.record(z.string(), z.unknown());
const Merged = z.object({ plans: z.array(Digest) });
const Sharded = z.object({ digest: Digest });

export interface Replayed {
  /** Steps run again, shards included. */
  readonly steps: number;
  /** Digests of plans made again. */
  readonly plans: readonly string[];
  /** Entry by entry, the first place where the replay differs from what was recorded. */
  readonly differences: readonly string[];
}

/**
 * Runs every step of a run that follows from evidence again, in the order of its chain, each on its recorded input, and
 * compares what it answers with what the chain says it answered. Equal digests are equal bytes.
 * @param onStep told the entry that is run next
 */
export async function replayExport(
  { entries, documents }: OpenedExport,
  onStep: (step: string) => void,
): Promise<Replayed> {
  const evidence = replayEvidence(documents);
  const differences: string[] = [];
  const plans: string[] = [];
  let steps = 0;
  for (const entry of entries) {
    const known = replaySteps(evidence, entry.code);
    const run = known.get(stepOf(entry).name);
    if (run === undefined) continue;
    onStep(entry.step);
    const input = documentOf(documents, 'step/1', entry.input, Answer);
    if (input === undefined) {
      differences.push(line(entry, 'its input is not in the export as it was written'));
      continue;
    }
    const shards = shardRuns(entry, input, known.get('plan-shard'));
    steps += 1 + shards.length;
    for (const shard of shards) differences.push(...(await attempted(entry, shard)));
    const again = () => compared(entry, run, input, documentOf(documents, 'step/1', entry.output, Answer));
    const found = await attempted(entry, again);
    differences.push(...found);
    const plan = documentOf(documents, 'step/1', entry.output, z.object({ plan: Digest }))?.plan;
    if (stepOf(entry).name === 'merge-shards' && plan !== undefined && found.length === 0) plans.push(plan);
  }
  return { steps, plans, differences };
}

/** Shards leave no entries; whoever merges them names their plans, in the order of the shards. */
function shardRuns(entry: TraceEntry, input: z.infer<typeof Answer>, run: Rerun | undefined) {
  const merged = Merged.safeParse(input);
  if (stepOf(entry).name !== 'merge-shards' || run === undefined || !merged.success) return [];
  return merged.data.plans.map((expected, shard) => async () => {
    const { digest: actual } = Sharded.parse((await run({ ...input, shard })).answer);
    return actual === expected ? [] : [line(entry, `plan of shard ${shard}: recorded ${expected}, replayed ${actual}`)];
  });
}

async function compared(entry: TraceEntry, run: Rerun, input: z.infer<typeof Answer>, recorded: unknown) {
  const { answer, decision, reasons = [] } = await run(input);
  const output = digest('step/1', answer);
  const found: string[] = [];
  if (output !== entry.output) {
    const place = recorded === undefined ? undefined : firstDifference(recorded, answer);
    const where = place === undefined ? '' : `, first at ${place.path}: ${place.expected}, replayed ${place.actual}`;
    found.push(line(entry, `output: recorded ${entry.output}, replayed ${output}${where}`));
  }
  const said = firstDifference({ decision: entry.decision, reasons: entry.reasons }, { decision, reasons });
  if (said !== undefined)
    found.push(line(entry, `entry ${said.path}: recorded ${said.expected}, replayed ${said.actual}`));
  return found;
}

/** A step that cannot run on what is there is a difference like any other. */
async function attempted(entry: TraceEntry, run: () => Promise<string[]>): Promise<string[]> {
  try {
    return await run();
  } catch (error) {
    return [line(entry, `cannot be run: ${error instanceof Error ? error.message : String(error)}`)];
  }
}

function line({ sequence, step }: TraceEntry, what: string): string {
  return `  entry ${sequence} (${step})  ${what}`;
}
