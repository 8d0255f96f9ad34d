import { z } from 'zod';
import { AccountId, RepId } from '../model/ids.ts';

/** Accounts and reps that share nobody with the rest: planned apart, in any order, with the same result. */
export const Block = z.strictObject({
  /** The least account id, or rep id, of the block. */
  id: z.string(),
  reps: z.array(RepId).readonly(),
  accounts: z.array(AccountId).readonly(),
});
export type Block = z.infer<typeof Block>;
