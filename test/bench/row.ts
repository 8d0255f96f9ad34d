import { z } from 'zod';

/** One row of the tables and of --json. Money in minor units. Optional where it was not asked for or does not apply. */
export const BenchRow = z.strictObject({
  family: z.string(),
  seed: z.int(),
  load: z.number(),
  engagements: z.int(),
  objective: z.int(),
  bound: z.int(),
  gap: z.number(),
  /** Risk aversion the plan was made at, 1 / minor unit; objectives of different ones cannot be compared. */
  theta: z.number().optional(),
  /** Processor seconds of planning, explanations included: what a machine that is shared does not distort. */
  seconds: z.number(),
  wallSeconds: z.number(),
  /** Most memory the process ever held, generating and checking included; each family and load has a process of its own. */
  megabytes: z.number(),
  /** What the independent checker found; 0: it passed the plan. */
  findings: z.int().optional(),
  expectedLoss: z.int().optional(),
  evar: z.int().optional(),
  cvar: z.int().optional(),
  /** Our value over the optimum, or over the best plan the other solver found where `optimumProven` is false. */
  optimumShare: z.number().optional(),
  optimumProven: z.boolean().optional(),
  /** Our value over the other solver's bound: no plan has a share above one. */
  boundShare: z.number().optional(),
  /** Processor time of the other solver, to its proof or to its limit, over ours. */
  timeRatio: z.number().optional(),
  /** Processor time after which it had a plan at least as good as ours, over ours; absent: never. */
  timeRatioToOurs: z.number().optional(),
  /** A greedy planner in place of ours, and what it reaches of ours: value, and tail taken away. */
  rival: z.string().optional(),
  valueShare: z.number().optional(),
  cvarShare: z.number().optional(),
  evarShare: z.number().optional(),
  /** Planning again from the earlier plan: processor time from nothing over warm, commitments moved either way. */
  fromNothingRatio: z.number().optional(),
  fromNothingObjective: z.int().optional(),
  commitments: z.int().optional(),
  /** Of these, what the change made impossible. */
  movedByNeed: z.int().optional(),
  moved: z.int().optional(),
  movedFromNothing: z.int().optional(),
  /** Resident megabytes after each tenth of the blocks. */
  memoryByTenth: z.array(z.number()).optional(),
});
export type BenchRow = z.infer<typeof BenchRow>;

export function gapOf(bound: number, objective: number): number {
  return (bound - objective) / Math.max(1, Math.abs(bound));
}
