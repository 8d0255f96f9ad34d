import { describe, expect, it } from 'vitest';
import { Anchor, AnchorHeads } from '../../core/model/anchor.ts';
import { anchorHash, appendAnchor } from '../../core/trace/anchor.ts';
import { digest } from '../../core/trace/digest.ts';
import { anchorFault } from '../../core/trace/verify-anchors.ts';
import { exampleChain, someDigest } from './example-chain.ts';

const entries = exampleChain();
const [first] = entries;
const heads = (day: string, of: readonly { run: string; entries: number; head: string }[] = []) =>
  AnchorHeads.parse({ contract: 'anchor-heads/1', tenant: first?.tenant, day, heads: of });
const own = heads('2026-11-22', [{ run: first?.run ?? '', entries: 4, head: entries[3]?.hash ?? '' }]);
const one = appendAnchor(null, own);
const two = appendAnchor(one, heads('2026-11-23'));
const three = appendAnchor(two, heads('2026-11-25'));
const sound = { anchors: [one, two, three], heads: own, entries };

describe('appendAnchor', () => {
  it('counts, links and names the digest of the heads', () => {
    expect(Anchor.parse(two)).toMatchObject({ sequence: 1, previous: one.hash, runs: 0, day: '2026-11-23' });
    expect(one).toMatchObject({ sequence: 0, previous: null, runs: 1, heads: digest('anchor-heads/1', own) });
  });
  it.each(['2026-11-23', '2026-11-22'])('refuses %s after 2026-11-23: a day is anchored once', (day) => {
    expect(() => appendAnchor(two, heads(day))).toThrow(/cannot follow/);
  });
});

describe('anchorFault', () => {
  it('finds nothing where chain, heads and anchors belong together', () => {
    expect(anchorFault(sound)).toBeUndefined();
    expect(anchorFault({ ...sound, known: two.hash })).toBeUndefined();
  });
  it('takes a chain that grew after it was anchored', () => {
    const early = heads('2026-11-22', [{ run: first?.run ?? '', entries: 2, head: entries[1]?.hash ?? '' }]);
    expect(anchorFault({ anchors: [appendAnchor(null, early)], heads: early, entries })).toBeUndefined();
  });
  const rehashed = (anchor: Anchor, change: Partial<Anchor>): Anchor => {
    const changed = { ...anchor, ...change };
    return { ...changed, hash: anchorHash(changed) };
  };
  it.each<[string, Partial<typeof sound> & { known?: typeof one.hash }, RegExp]>([
    ['there is no anchor', { anchors: [] }, /anchors/],
    ['an anchor was changed', { anchors: [one, { ...two, runs: 3 }, three] }, /anchor of 2026-11-23/],
    ['an anchor was changed and hashed anew', { anchors: [one, rehashed(two, { runs: 3 }), three] }, /2026-11-25/],
    ['an anchor was dropped', { anchors: [one, three] }, /anchor of 2026-11-25/],
    ['anchors were swapped', { anchors: [one, three, two] }, /anchor of 2026-11-25/],
    ['the heads are of another day', { heads: heads('2026-11-23') }, /heads of 2026-11-22/],
    ['the chain was cut', { entries: entries.slice(0, 3) }, /entry 3, anchored on 2026-11-22/],
    ['the known anchor is not among them', { known: someDigest('other') }, /anchors/],
  ])('says where it is when %s', (_, change, where) => {
    const fault = anchorFault({ ...sound, ...change });
    expect(fault?.where).toMatch(where);
    expect(fault?.expected).not.toBe(fault?.actual);
  });
  it.each<[string, Partial<Anchor>, string, string]>([
    ['follows none', { previous: null }, two.hash, 'null'],
    ['follows another', { previous: one.hash }, two.hash, one.hash],
    ['has another number', { sequence: 7 }, 'anchor 2', 'anchor 7'],
    ['is of the same day', { day: two.day }, 'a day after 2026-11-23', '2026-11-23'],
    ['is of a day before', { day: one.day }, 'a day after 2026-11-23', '2026-11-22'],
  ])('says what an anchor should be that %s, however well it was hashed', (_, change, expected, actual) => {
    const fault = anchorFault({ ...sound, anchors: [one, two, rehashed(three, change)] });
    expect(fault).toEqual({ where: `anchor of ${change.day ?? three.day}`, expected, actual });
  });
  it('names the newest anchor there is where the known one is not among them', () => {
    const known = someDigest('other');
    expect(anchorFault({ ...sound, known })).toEqual({
      ...{ where: 'anchors', expected: `the known anchor ${known}`, actual: three.hash },
    });
  });
  it('misses the run where the heads do not name it', () => {
    const none = heads('2026-11-22');
    expect(anchorFault({ anchors: [appendAnchor(null, none)], heads: none, entries })?.expected).toContain(
      'a head of run-',
    );
  });
});
