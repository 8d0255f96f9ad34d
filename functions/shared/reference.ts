import { EncryptJWT, errors, jwtDecrypt } from 'jose';
import { z } from 'zod';
import { Digest, PersonId, RepId, RunId, TenantId } from '../../core/model/ids.ts';
import { secrets } from './secrets.ts';

const DecisionReference = z.strictObject({
  kind: z.literal('decision'),
  tenant: TenantId,
  run: RunId,
  /** Number of the gate: the attempt it belongs to. */
  gate: z.int().min(0),
  approver: PersonId,
  plan: Digest,
});
export type DecisionReference = z.infer<typeof DecisionReference>;
const FeedReference = z.strictObject({ kind: z.literal('feed'), tenant: TenantId, rep: RepId });
export type FeedReference = z.infer<typeof FeedReference>;
const contracts = { decision: DecisionReference, feed: FeedReference };

export type ReferenceOutcome<T> =
  | { readonly outcome: 'valid'; readonly reference: T }
  /** Ours, but its time is over; `reference` says whose it was. */
  | { readonly outcome: 'expired'; readonly reference: T }
  /** Not ours, changed, cut, or of another kind. */
  | { readonly outcome: 'forged' };

/** Longest reference accepted; ours have a few hundred characters. */
const MAX_LENGTH = 2_048;

export type References = ReturnType<typeof references>;

/** Opaque, authenticated, expiring references in links: JWE, direct A256GCM, one key per kind. */
export function references() {
  const keys = secrets();
  const key = (kind: 'decision' | 'feed') => keys.key(`reference/${kind}`);

  const parse = async <T>(
    kind: 'decision' | 'feed',
    contract: z.ZodType<T>,
    text: string,
  ): Promise<ReferenceOutcome<T>> => {
    if (text.length > MAX_LENGTH || !/^[\w-]+\.[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+$/.test(text))
      return { outcome: 'forged' };
    const secret = await key(kind);
    try {
      const { payload } = await jwtDecrypt(text, secret, {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
        requiredClaims: ['exp'],
      });
      return outcome('valid', contract, payload);
    } catch (error) {
      // Decryption comes before the claims are looked at: expired means that the reference is ours.
      return error instanceof errors.JWTExpired ? outcome('expired', contract, error.payload) : { outcome: 'forged' };
    }
  };

  return {
    /** @param expiresAt instant after which the reference is `expired` */
    async issue(reference: DecisionReference | FeedReference, expiresAt: string): Promise<string> {
      return new EncryptJWT({ ...contracts[reference.kind].parse(reference) })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setExpirationTime(Math.floor(Date.parse(expiresAt) / 1000))
        .encrypt(await key(reference.kind));
    },
    decision: (text: string) => parse('decision', DecisionReference, text),
    feed: (text: string) => parse('feed', FeedReference, text),
  };
}

function outcome<T>(
  kind: 'valid' | 'expired',
  contract: z.ZodType<T>,
  payload: Readonly<Record<string, unknown>>,
): ReferenceOutcome<T> {
  const { exp: _, ...claims } = payload;
  const parsed = contract.safeParse(claims);
  return parsed.success ? { outcome: kind, reference: parsed.data } : { outcome: 'forged' };
}
