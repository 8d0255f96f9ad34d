import { z } from 'zod';

/**
 * What a run over a soft cap gives up, in the order it does unless the policy declares another: days that a later run can
 * plan, search (the gap grows and is still proven), shards planned at once, touches beyond the soft cap on contacts.
 */
export const Degradation = z.enum(['shorter-horizon', 'less-search', 'shards-in-sequence', 'fewer-touches']);
export type Degradation = z.infer<typeof Degradation>;
