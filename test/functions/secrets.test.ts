import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it, vi } from 'vitest';

/** Answers every request but the first, which it never does. */
let asked = 0;
const manager = createServer((_, answer) => {
  asked += 1;
  if (asked > 1) answer.end(JSON.stringify({ SecretString: 'a secret for tests, long enough to derive keys from' }));
}).listen(0, '127.0.0.1');
await once(manager, 'listening');
afterAll(() => {
  manager.closeAllConnections();
  manager.close();
  vi.unstubAllEnvs();
});

describe('keys derived from a secret', () => {
  it('a read that never comes back hangs nobody who asks after it, and what was read is kept', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL_SECRETS_MANAGER', `http://127.0.0.1:${portOf(manager.address())}`);
    vi.stubEnv('AWS_REGION', 'eu-central-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    vi.stubEnv('REFERENCE_SECRET', 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:reference');
    const { secrets } = await import('../../functions/shared/secrets.ts');
    const { key } = secrets();
    void key('reference').catch(() => undefined);
    await vi.waitUntil(() => asked === 1);
    const first = await key('reference');
    expect(first).toHaveLength(32);
    expect(await key('reference')).toEqual(first);
    expect(asked).toBe(2);
  });
});

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return address.port;
}
