import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { z } from 'zod';
import { PersonId, TenantId } from '../../core/model/ids.ts';
import { environment } from '../shared/environment.ts';
import { Transient } from '../shared/transient.ts';

/** Signatures of a key pair only: a shared secret would let whoever verifies also issue, and `none` is nothing. */
const ALGORITHMS = [
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
  'PS256',
  'PS384',
  'PS512',
  'RS256',
  'RS384',
  'RS512',
];
/** Clocks of issuer and function may differ by this much. */
const TOLERANCE_SECONDS = 5;
/** An issuer that does not answer within this time is away. */
const DISCOVERY_MS = 5_000;

const Metadata = z.object({ issuer: z.string(), jwks_uri: z.url() });
const Claims = z.object({
  tenant: TenantId,
  sub: PersonId,
  scope: z.union([z.string(), z.array(z.string()).transform((scopes) => scopes.join(' '))]).default(''),
});

/**
 * Verifies tokens of the one issuer: signature by its keys (found by OpenID Connect discovery, cached, read again for an
 * unknown key id), issuer, audience, expiry, and the claims `tenant`, `sub` and `scope`.
 * @throws an error of jose or zod where the token is not good; Transient where the keys cannot be read.
 */
export function tokenVerifier() {
  const { ISSUER_URL, AUDIENCE } = environment('ISSUER_URL', 'AUDIENCE');
  let keys: Promise<JWTVerifyGetKey> | undefined;
  return async (token: string): Promise<{ tenant: string; subject: string; scope: string }> => {
    keys ??= discovered(ISSUER_URL);
    const getKey = await keys.catch((cause: unknown) => {
      keys = undefined;
      throw new Transient(`issuer ${ISSUER_URL} does not tell its keys`, { cause });
    });
    const { payload } = await jwtVerify(token, getKey, {
      issuer: ISSUER_URL,
      audience: AUDIENCE,
      algorithms: ALGORITHMS,
      clockTolerance: TOLERANCE_SECONDS,
      requiredClaims: ['exp', 'sub', 'tenant'],
    });
    const { tenant, sub, scope } = Claims.parse(payload);
    return { tenant, subject: sub, scope };
  };
}

async function discovered(issuer: string): Promise<JWTVerifyGetKey> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(DISCOVERY_MS), redirect: 'error' });
  const metadata = Metadata.parse(await answer.json());
  if (metadata.issuer !== issuer) throw new Error(`${url} speaks for ${metadata.issuer}, not for ${issuer}`);
  const remote = createRemoteJWKSet(new URL(metadata.jwks_uri));
  return async (header, token) => {
    try {
      return await remote(header, token);
    } catch (cause) {
      // A key set without the token's key is an answer; anything else is a key set that could not be read.
      if (cause instanceof errors.JWKSNoMatchingKey || cause instanceof errors.JWKSMultipleMatchingKeys) throw cause;
      throw new Transient(`the keys of ${issuer} cannot be read`, { cause });
    }
  };
}
