import { z } from 'zod';
import { EngagementId, RepId } from '../model/ids.ts';
import { CoverageBonus, DayMultipliers } from '../model/plan.ts';
import { LocalDate } from '../model/units.ts';
import { Block } from './block.ts';
import { BlockCoverage } from './block-coverage.ts';

/** block-plan/1: what one block contributes to a plan. Integers and ids only, so that it has one spelling as JSON. */
export const BlockPlan = z.strictObject({
  contract: z.literal('block-plan/1'),
  block: Block,
  theta: z.number().min(0),
  /** Protected value less contact costs plus disruptionCost for each commitment kept, minor units. */
  objective: z.int(),
  /** 60 × the bound of the same, minor units. */
  bound60: z.int(),
  /** Pinned ones included. `start` in epoch minutes. */
  assignments: z.array(z.strictObject({ engagement: EngagementId, rep: RepId, start: z.int() })),
  multipliers: z.record(RepId, z.record(LocalDate, DayMultipliers)),
  /** What a meeting takes off the bound of each starved account that has a place (dutyBound), ascending; absent: there is none. */
  needs60: z.array(z.int().min(0)).optional(),
  /** Where it was planned with bonuses: the same without them, a bound of plans below the coverage floor as well. */
  unfloored60: z.int().optional(),
  unflooredNeeds60: z.array(z.int().min(0)).optional(),
  /** What the block was planned with, the same for all blocks of a round, and how it covers its groups then. */
  bonuses: z.array(CoverageBonus).optional(),
  coverage: z.array(BlockCoverage).optional(),
});
export type BlockPlan = z.infer<typeof BlockPlan>;
