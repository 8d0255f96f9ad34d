import type { Policy } from '../model/policy.ts';
import type { BlockMembers } from './block-members.ts';
import type { Problem } from './problem.ts';

/** What the engagements of a block say themselves, as columns. In one pass: rows are read from memory once. */
export function engagementColumns(
  { engagements, account }: BlockMembers,
  { value }: Policy,
  starved: Uint8Array,
): Pick<Problem, 'minutes' | 'contactCost' | 'reach' | 'mandatory' | 'urgency'> {
  const size = engagements.length;
  const columns = {
    minutes: new Int32Array(size),
    contactCost: new Float64Array(size),
    reach: new Float64Array(size),
    mandatory: new Uint8Array(size),
    urgency: new Uint8Array(size),
  };
  for (let e = 0; e < size; e++) {
    const { minutes, channel, show, effect, mandatory } = engagements[e]!;
    columns.minutes[e] = minutes;
    columns.contactCost[e] = value.contactCost[channel] ?? 0;
    columns.reach[e] = show * effect;
    columns.mandatory[e] = mandatory ? 1 : 0;
    columns.urgency[e] = mandatory ? 2 : starved[account[e]!]!;
  }
  return columns;
}
