import { hkdfSync } from 'node:crypto';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { environment } from './environment.ts';
import { calling } from './transient.ts';

/** Bytes of a derived key: AES-256, HMAC-SHA-256. */
const KEY_BYTES = 32;

/** A secret shorter than this cannot carry 128 bits of entropy. */
const MIN_SECRET_LENGTH = 32;

/**
 * Keys derived from one secret, each bound to its purpose by HKDF-SHA-256 (RFC 5869). The secret is fetched once per
 * instance of the function. Kept is what was read, never a read under way: one that never comes back, since whoever asked
 * has died, would hang everybody who asks after.
 */
export function secrets(variable: 'REFERENCE_SECRET' | 'OBJECTION_SECRET' | 'WEBHOOK_SECRET' = 'REFERENCE_SECRET') {
  const id = environment(variable)[variable];
  const client = new SecretsManagerClient({});
  let secret: string | undefined;
  const fetched = async () => {
    const answer = await calling('read the secret', client.send(new GetSecretValueCommand({ SecretId: id })));
    const text = answer.SecretString ?? '';
    if (text.length < MIN_SECRET_LENGTH)
      throw new Error(`secret ${id}: shorter than ${MIN_SECRET_LENGTH} characters; let the stack generate it`);
    return text;
  };
  return {
    /** 32 bytes for `purpose`, such as `reference` or `webhook/acme`. */
    async key(purpose: string): Promise<Uint8Array> {
      secret ??= await fetched();
      return new Uint8Array(hkdfSync('sha256', secret, '', purpose, KEY_BYTES));
    },
  };
}
