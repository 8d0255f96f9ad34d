import type { Anchor, AnchorHeads } from '../model/anchor.ts';
import type { Digest } from '../model/ids.ts';
import { digest } from './digest.ts';

/**
 * The next anchor of a tenant; `previous` is null for the first.
 * @throws Error where the heads are another tenant's, or of a day that is anchored already: a mistake of the caller.
 */
export function appendAnchor(previous: Anchor | null, heads: AnchorHeads): Anchor {
  if (previous !== null && (previous.tenant !== heads.tenant || previous.day >= heads.day))
    throw new Error(`${heads.tenant} on ${heads.day} cannot follow ${previous.tenant} on ${previous.day}`);
  const body: Omit<Anchor, 'hash'> = {
    contract: 'anchor/1',
    tenant: heads.tenant,
    sequence: previous === null ? 0 : previous.sequence + 1,
    day: heads.day,
    heads: digest('anchor-heads/1', heads),
    runs: heads.heads.length,
    previous: previous === null ? null : previous.hash,
  };
  return { ...body, hash: anchorHash(body) };
}

export function anchorHash(anchor: Omit<Anchor, 'hash'> & { readonly hash?: Digest }): Digest {
  const { hash: _, ...body } = anchor;
  return digest('anchor/1', body);
}
