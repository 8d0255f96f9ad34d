import { Digest } from '../../core/model/ids.ts';
import { bytesDigest } from '../../core/trace/digest.ts';

declare const CODE_DIGEST: string | undefined;

/** Digest of core/ and functions/, a constant of the bundle. Run from source it stands for "not bundled". */
export const codeDigest: Digest =
  typeof CODE_DIGEST === 'string' ? Digest.parse(CODE_DIGEST) : bytesDigest('code/1', 'not bundled');
