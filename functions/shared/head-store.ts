import { baselinePointer } from './baseline-pointer.ts';
import { feedPointers } from './feed-pointers.ts';
import { planHeads } from './plan-head.ts';

export type HeadStore = ReturnType<typeof headStore>;

/**
 * What is in force now: per tenant a plan and the feed of each rep, for all the last stable baseline. Each moves by one
 * conditional write.
 */
export function headStore() {
  return { ...planHeads(), ...baselinePointer(), ...feedPointers() };
}
