import { z } from 'zod';

/** What one process of the bench plans: one family at one load. */
export const Task = z.strictObject({
  family: z.string(),
  load: z.number(),
  seeds: z.array(z.int()),
  rivals: z.boolean(),
  /** File that keeps what was planned of families in blocks, to go on from. */
  resume: z.string().optional(),
  /** Blocks to plan in this run, of families in blocks; all unless given. */
  blocks: z.int().optional(),
});
export type Task = z.infer<typeof Task>;

/** What it sends: rows, and lines about how far it is. */
export const Message = z.union([
  z.strictObject({ rows: z.array(z.unknown()) }),
  z.strictObject({ progress: z.string() }),
]);
export type Message = z.infer<typeof Message>;
