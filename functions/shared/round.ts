import { z } from 'zod';
import { Digest } from '../../core/model/ids.ts';
import { CoverageBonus } from '../../core/model/plan.ts';
import { Block } from '../../core/schedule/block.ts';
import { EarlierRound } from '../../core/schedule/earlier-plan.ts';

/** Most shards of a run: their answers together must stay far below the 256 KiB a state may carry. */
export const MOST_SHARDS = 200;

/** The independent blocks of a portfolio, grouped into the shards the Map state plans apart. Evidence `content/1`. */
export const Shards = z.object({ shards: z.array(z.array(Block)) });
export type Shards = z.infer<typeof Shards>;

/** One round of plan and re-fit: the θ and the bonuses to plan at, and what the rounds before gave, per shard. Evidence `content/1`. */
export const Round = z.object({
  number: z.int().min(0),
  theta: z.number().min(0),
  /** What covering accounts of equity groups counts for in this round. */
  bonuses: z.array(CoverageBonus).default([]),
  /** What the published plan was planned at, where the run goes on from it; absent: it begins anew. */
  earlier: EarlierRound.optional(),
  before: z.array(z.object({ theta: z.number().min(0), plans: z.array(Digest) })),
});
export type Round = z.infer<typeof Round>;
