import type { Anchor, AnchorHeads } from '../model/anchor.ts';
import type { Digest } from '../model/ids.ts';
import type { TraceEntry } from '../model/trace.ts';
import { anchorHash } from './anchor.ts';
import { digest } from './digest.ts';

export interface AnchorQuestion {
  /** From the day that holds the run on, oldest first. */
  readonly anchors: readonly Anchor[];
  /** Of the first of them. */
  readonly heads: AnchorHeads;
  readonly entries: readonly TraceEntry[];
  /** The hash of an anchor that is known from elsewhere: a log, an older export. */
  readonly known?: Digest;
}

export interface AnchorFault {
  readonly where: string;
  readonly expected: string;
  readonly actual: string;
}

/** The first thing wrong between a chain and the anchors over it; undefined: nothing. */
export function anchorFault({ anchors, heads, entries, known }: AnchorQuestion): AnchorFault | undefined {
  const [first] = anchors;
  if (first === undefined) return { where: 'anchors', expected: 'at least one anchor', actual: 'none' };
  const broken = brokenAnchor(anchors);
  if (broken !== undefined) return broken;
  const headsDigest = digest('anchor-heads/1', heads);
  if (headsDigest !== first.heads)
    return { where: `heads of ${first.day}`, expected: first.heads, actual: headsDigest };
  const run = entries[0]?.run;
  const anchored = heads.heads.find((head) => head.run === run);
  if (anchored === undefined)
    return { where: `heads of ${first.day}`, expected: `a head of ${run ?? 'the run'}`, actual: 'none' };
  const there = entries[anchored.entries - 1]?.hash ?? 'no entry';
  if (there !== anchored.head)
    return { where: `entry ${anchored.entries - 1}, anchored on ${first.day}`, expected: anchored.head, actual: there };
  if (known === undefined || anchors.some(({ hash }) => hash === known)) return undefined;
  return { where: 'anchors', expected: `the known anchor ${known}`, actual: anchors.at(-1)?.hash ?? 'none' };
}

function brokenAnchor(anchors: readonly Anchor[]): AnchorFault | undefined {
  for (const [at, anchor] of anchors.entries()) {
    const where = `anchor of ${anchor.day}`;
    const before = anchors[at - 1];
    const hash = anchorHash(anchor);
    if (anchor.hash !== hash) return { where, expected: hash, actual: anchor.hash };
    if (before !== undefined && anchor.previous !== before.hash)
      return { where, expected: before.hash, actual: anchor.previous ?? 'null' };
    if (before !== undefined && anchor.sequence !== before.sequence + 1)
      return { where, expected: `anchor ${before.sequence + 1}`, actual: `anchor ${anchor.sequence}` };
    if (before !== undefined && anchor.day <= before.day)
      return { where, expected: `a day after ${before.day}`, actual: anchor.day };
  }
  return undefined;
}
