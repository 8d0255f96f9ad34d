import { epochMilliseconds } from '../calendar/minute.ts';
import type { Commitment } from '../model/plan.ts';
import type { Portfolio } from '../model/portfolio.ts';
import type { BlockMembers } from './block-members.ts';
import { NONE } from './places.ts';

/** The published commitments of a block that a plan may keep or move: still ahead, the engagement still there. */
export interface KeptCommitments {
  /** Published start, epoch minutes, and rep index, where there is a commitment to keep; else NONE. */
  readonly keepStart: Int32Array;
  readonly keepRep: Int32Array;
  readonly publishedCount: number;
}

export function commitmentsToKeep(
  { asOf }: Portfolio,
  { engagements, repIndex }: BlockMembers,
  published: readonly Commitment[],
): KeptCommitments {
  const keepStart = new Int32Array(engagements.length).fill(NONE);
  const keepRep = new Int32Array(engagements.length).fill(NONE);
  if (published.length === 0) return { keepStart, keepRep, publishedCount: 0 };
  const now = epochMilliseconds(asOf);
  const starts = new Float64Array(published.length);
  const open = new Map<string, number>();
  for (let i = 0; i < published.length; i++) {
    starts[i] = epochMilliseconds(published[i]!.start);
    if (starts[i]! > now) open.set(published[i]!.engagement, i);
  }
  let publishedCount = 0;
  for (let e = 0; e < engagements.length; e++) {
    const i = open.get(engagements[e]!.id);
    if (i === undefined) continue;
    keepStart[e] = Math.floor(starts[i]! / 60_000);
    keepRep[e] = repIndex.get(published[i]!.rep) ?? NONE;
    publishedCount++;
  }
  return { keepStart, keepRep, publishedCount };
}
