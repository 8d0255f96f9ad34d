import { z } from 'zod';

/**
 * Free text of a person as evidence keeps it: a JWE (compact, direct A256GCM) under the key of that person alone. `kid`
 * names the person, `of` the record it belongs to; both are authenticated. When the key is destroyed the text is gone
 * everywhere at once, and every digest over it still holds.
 */
export const Sealed = z
  .string()
  .regex(/^[\w-]+\.\.[\w-]+\.[\w-]*\.[\w-]+$/, 'seal text under the key of its person')
  .max(16_000)
  .brand<'Sealed'>();
export type Sealed = z.infer<typeof Sealed>;
