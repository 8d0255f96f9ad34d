import { randomStream } from '../numeric/random-stream.ts';

/**
 * Whether this id is held out of a fit or an experiment: decided by the id and the purpose alone, so it never changes
 * with the order or the number of rows, and different purposes hold out unrelated sets. About `share` of all ids are.
 */
export function isHeldOut(id: string, purpose: string, share: number): boolean {
  return randomStream(0, `holdout/${purpose}/${id}`).uniform() < share;
}
