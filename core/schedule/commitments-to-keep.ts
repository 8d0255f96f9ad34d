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
  const open = new Map<string, { readonly rep: string; readonly at: number }>();
  for (const { engagement, rep, start } of published) {
    const at = epochMilliseconds(start);
    if (at > now) open.set(engagement, { rep, at });
  }
  let publishedCount = 0;
  for (let e = 0; e < engagements.length; e++) {
    const kept = open.get(engagements[e]!.id);
    if (kept === undefined) continue;
    keepStart[e] = Math.floor(kept.at / 60_000);
    keepRep[e] = repIndex.get(kept.rep) ?? NONE;
    publishedCount++;
  }
  return { keepStart, keepRep, publishedCount };
}
