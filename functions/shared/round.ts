import { z } from 'zod';
import { Digest } from '../../core/model/ids.ts';
import { Block } from '../../core/schedule/block.ts';

/** The independent blocks of a portfolio, grouped into the shards the Map state plans apart. Evidence `content/1`. */
export const Shards = z.object({ shards: z.array(z.array(Block)) });
export type Shards = z.infer<typeof Shards>;

/** What was used, by the meter of the budget guard. */
export const Spent = z.object({ work: z.number().min(0), writes: z.number().min(0) });

/** One round of plan and re-fit: the θ to plan at, and what the rounds before gave, per shard. Evidence `content/1`. */
export const Round = z.object({
  number: z.int().min(0),
  theta: z.number().min(0),
  /** Used by this run before this round: earlier rounds, and earlier attempts where it was planned again. */
  spent: Spent,
  before: z.array(z.object({ theta: z.number().min(0), plans: z.array(Digest) })),
});
export type Round = z.infer<typeof Round>;
