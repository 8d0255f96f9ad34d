import type { Digest } from '../../../core/model/ids.ts';
import { auditStep } from '../../audit/audit.ts';
import { guardBudgetStep } from '../../guard-budget/guard-budget.ts';
import { mergeShardsStep } from '../../merge-shards/merge-shards.ts';
import { planShardStep } from '../../plan-shard/plan-shard.ts';
import { routeStep } from '../../route/route.ts';
import { scoreStep } from '../../score/score.ts';
import type { EvidenceAccess } from '../../shared/evidence-store.ts';
import { logger } from '../../shared/log.ts';
import type { Step, StepInput, StepResult } from '../../shared/step.ts';
import { splitBlocksStep } from '../../split-blocks/split-blocks.ts';

/** Runs a step on the input its trace entry names; @throws ZodError where that is no input of the step */
export type Rerun = (input: Readonly<Record<string, unknown>>) => Promise<StepResult>;

/**
 * The steps that follow from evidence alone, by name: the very ones the mission runs. The others look at the clock, at other
 * runs, at people, or act on the world; what they answered is taken from the evidence.
 * @param code digest of the code that made the plan, which the plan names
 */
export function replaySteps(evidence: EvidenceAccess, code: Digest): ReadonlyMap<string, Rerun> {
  return new Map<string, Rerun>([
    ['score', rerun(scoreStep(evidence))],
    ['guard-budget', rerun(guardBudgetStep(evidence))],
    ['split-blocks', rerun(splitBlocksStep(evidence))],
    ['plan-shard', rerun(planShardStep(evidence))],
    ['merge-shards', rerun(mergeShardsStep(evidence, code))],
    ['audit', rerun(auditStep(evidence))],
    ['route', rerun(routeStep(evidence))],
  ]);
}

/** Correlation is left out of traced inputs, since nothing follows from it. */
function rerun<Input extends StepInput>({ input: contract, run }: Step<Input>): Rerun {
  return (input) => run({ input: contract.parse({ correlation: 'replay', ...input }), key: 'replay', log: logger });
}
