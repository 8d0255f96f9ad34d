import { createHmac, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { afterAll, describe, expect, it } from 'vitest';
import { openIssuer } from '../../infra/local/identity.ts';
import { listen, shut } from '../support/dynalite.ts';

const AUDIENCE = 'risk-aware-scheduling';
const folder = mkdtempSync(join(tmpdir(), 'issuer-'));
let address = '';
const issuer = await openIssuer({ folder, url: () => address, audience: AUDIENCE, scope: 'runs:read', tenant: 'acme' });
address = await listen(issuer.server);
const strangerFolder = mkdtempSync(join(tmpdir(), 'issuer-'));
const stranger = await openIssuer({
  folder: strangerFolder,
  url: () => address,
  audience: AUDIENCE,
  scope: 'runs:read',
  tenant: 'acme',
});
Object.assign(process.env, { ISSUER_URL: address, AUDIENCE, POWERTOOLS_LOG_LEVEL: 'SILENT' });
const { handler } = await import('../../functions/authorize/index.ts');
afterAll(async () => {
  await shut(issuer.server);
  rmSync(folder, { recursive: true });
  rmSync(strangerFolder, { recursive: true });
});

const ask = (authorization?: string) => handler({ headers: authorization === undefined ? {} : { authorization } });
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const claims = () => ({
  iss: address,
  aud: AUDIENCE,
  sub: 'ana',
  tenant: 'acme',
  scope: 'runs:read',
  exp: Math.floor(Date.now() / 1000) + 60,
});
const REFUSED = { isAuthorized: false, context: {} };

describe('the authorizer', () => {
  it('lets a good token in and says who it is', async () => {
    const token = await issuer.token({ tenant: 'acme', subject: 'ana', scope: 'runs:read runs:write' });
    expect(await ask(`Bearer ${token}`)).toEqual({
      isAuthorized: true,
      context: { tenant: 'acme', subject: 'ana', scope: 'runs:read runs:write' },
    });
  });

  it.each([
    ['no header', undefined],
    ['an empty bearer', 'Bearer '],
    ['another scheme', 'Basic YW5hOmFuYQ=='],
    ['no JWT', 'Bearer abc'],
    ['control characters', 'Bearer a\r\nb'],
  ])('refuses %s', async (_, header) => {
    expect(await ask(header)).toEqual(REFUSED);
  });

  it('refuses a token that is not signed (alg none)', async () => {
    for (const alg of ['none', 'None', 'NONE'])
      expect(await ask(`Bearer ${part({ alg, typ: 'JWT' })}.${part(claims())}.`)).toEqual(REFUSED);
  });

  it('refuses a token signed with the public key as a shared secret', async () => {
    const keys = await (await fetch(`${address}/.well-known/jwks.json`)).text();
    const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims())}`;
    const signature = createHmac('sha256', keys).update(signed).digest('base64url');
    expect(await ask(`Bearer ${signed}.${signature}`)).toEqual(REFUSED);
  });

  it('refuses a token that brings its own key', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const token = await new SignJWT(claims())
      .setProtectedHeader({ alg: 'ES256', jwk: publicKey.export({ format: 'jwk' }) })
      .sign(privateKey);
    expect(await ask(`Bearer ${token}`)).toEqual(REFUSED);
  });

  it('refuses the same claims signed by another issuer', async () => {
    expect(await ask(`Bearer ${await stranger.token({ tenant: 'acme' })}`)).toEqual(REFUSED);
  });

  it('refuses an expired token, one for another audience, and one without a sound tenant', async () => {
    expect(await ask(`Bearer ${await issuer.token({ tenant: 'acme', lifetime: -60 })}`)).toEqual(REFUSED);
    expect(await ask(`Bearer ${await issuer.token({ tenant: 'acme', audience: 'another' })}`)).toEqual(REFUSED);
    for (const tenant of ['', 'acme#runs', 'ACME', '../acme'])
      expect(await ask(`Bearer ${await issuer.token({ tenant, subject: 'ana' })}`)).toEqual(REFUSED);
  });

  it('refuses a token whose claims were changed', async () => {
    const [head = '', , signature = ''] = (await issuer.token({ tenant: 'acme' })).split('.');
    expect(await ask(`Bearer ${head}.${part({ ...claims(), tenant: 'rival' })}.${signature}`)).toEqual(REFUSED);
  });

  it('refuses, and does not stumble over, headers made up by an attacker', async () => {
    const signed = await issuer.token({ tenant: 'acme' });
    const [, body = '', signature = ''] = signed.split('.');
    const headers = [
      { alg: 'RS256' },
      { alg: 'EdDSA', kid: '../../etc/passwd' },
      { alg: 'ES256', kid: 'unknown' },
      { alg: 'ES256', crit: ['exp'] },
      { alg: 'ES256', jku: 'http://127.0.0.1:1/keys', x5u: 'http://127.0.0.1:1/' },
      { alg: 'ES256', b64: false, crit: ['b64'] },
      { alg: 'dir', enc: 'A256GCM' },
      {},
    ];
    for (const header of headers) expect(await ask(`Bearer ${part(header)}.${body}.${signature}`)).toEqual(REFUSED);
  });

  it('is transient, not open, while the issuer does not answer', async () => {
    const { tokenVerifier } = await import('../../functions/authorize/verify.ts');
    process.env['ISSUER_URL'] = 'http://127.0.0.1:9';
    await expect(tokenVerifier()(await issuer.token({ tenant: 'acme' }))).rejects.toThrow(
      expect.objectContaining({ name: 'Transient' }),
    );
  });
});
