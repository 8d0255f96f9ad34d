import { z } from 'zod';

/** What HiGHS found within its processor time, minor units. */
export const HighsAnswer = z.strictObject({
  /** Its best plan; null: none. */
  objective: z.number().nullable(),
  bound: z.number(),
  proven: z.boolean(),
  /** Processor seconds of its run. */
  seconds: z.number(),
  columns: z.int(),
  /** Each better plan, and after how many processor seconds it had it. */
  improved: z.array(z.strictObject({ seconds: z.number(), objective: z.number() })),
});
export type HighsAnswer = z.infer<typeof HighsAnswer>;

export const HighsQuestion = z.strictObject({
  family: z.string(),
  load: z.number(),
  seed: z.int(),
  /** What our plan was made at; values are those of this θ. */
  theta: z.number(),
  seconds: z.number(),
});
export type HighsQuestion = z.infer<typeof HighsQuestion>;
