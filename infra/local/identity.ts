import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { join } from 'node:path';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { readBody } from './aws-endpoint.ts';
import { readWhole, writeWhole } from './durable.ts';
import { isObject, type Json, member, text } from './json.ts';

export type TokenRequest = {
  readonly tenant: string;
  readonly subject?: string;
  /** space-separated */
  readonly scope?: string;
  readonly audience?: string;
  /** seconds until it expires; negative gives one that has expired */
  readonly lifetime?: number;
};

export type Client = { readonly id: string; readonly secret: string; readonly tenant: string; readonly scope: string };

/** The issuer of bearer tokens on this machine: what a real identity provider does for the deployed application. */
export type Issuer = {
  readonly server: Server;
  /** a client that `POST /token` knows (grant `client_credentials`) */
  readonly client: Client;
  token(request: TokenRequest): Promise<string>;
};

export type IssuerOptions = {
  readonly folder: string;
  /** the issuer's own address, known once it listens */
  readonly url: () => string;
  readonly audience: string;
  /** tenant of the local client */
  readonly tenant: string;
  /** what the local client may ask for, space-separated */
  readonly scope: string;
};

const ALGORITHM = 'ES256';
const LIFETIME_S = 3600;

/** Opens the issuer; its key and its client are drawn once and kept in the folder, so tokens outlive a restart. */
export async function openIssuer({ folder, url, audience, scope, tenant: ownTenant }: IssuerOptions): Promise<Issuer> {
  const { key, jwk, secret } = await keptKey(join(folder, 'issuer.json'));
  const client: Client = { id: 'local', secret, tenant: ownTenant, scope };
  const token = ({ tenant, subject = tenant, lifetime = LIFETIME_S, ...asked }: TokenRequest): Promise<string> => {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({ tenant, scope: asked.scope ?? scope })
      .setProtectedHeader({ alg: ALGORITHM, kid: jwk.kid ?? '', typ: 'JWT' })
      .setIssuer(url())
      .setAudience(asked.audience ?? audience)
      .setSubject(subject)
      .setIssuedAt(now)
      .setExpirationTime(now + lifetime)
      .sign(key);
  };
  const answer = async (request: IncomingMessage): Promise<[number, Json]> => {
    const { pathname } = new URL(request.url ?? '/', 'http://issuer.local');
    if (request.method === 'GET' && pathname === '/.well-known/openid-configuration') return [200, metadata(url())];
    if (request.method === 'GET' && pathname === '/.well-known/jwks.json')
      return [200, JSON.parse(JSON.stringify({ keys: [jwk] }))];
    if (request.method !== 'POST' || pathname !== '/token') return [404, { error: 'not_found' }];
    const form = new URLSearchParams((await readBody(request, 10_000)).toString('utf8'));
    if (form.get('grant_type') !== 'client_credentials') return [400, { error: 'unsupported_grant_type' }];
    const [id, secret] = presented(request, form);
    if (id !== client.id || !same(secret, client.secret)) {
      return [401, { error: 'invalid_client' }];
    }
    const wanted = (form.get('scope') ?? scope).split(' ');
    const granted = wanted.filter((one) => scope.split(' ').includes(one)).join(' ');
    const access = await token({ tenant: client.tenant, subject: client.id, scope: granted });
    return [200, { access_token: access, token_type: 'Bearer', expires_in: LIFETIME_S, scope: granted }];
  };
  const server = createServer(async (request, response) => {
    const [status, body] = await answer(request).catch((): [number, Json] => [400, { error: 'invalid_request' }]);
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify(body));
  });
  return { server, client, token };
}

/** Client id and secret, from the Authorization header or the form: RFC 6749, 2.3.1 has both. */
function presented(request: IncomingMessage, form: URLSearchParams): [id: string, secret: string] {
  const basic = /^Basic (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (basic === undefined) return [form.get('client_id') ?? '', form.get('client_secret') ?? ''];
  const [id = '', ...rest] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return [id, rest.join(':')];
}

function metadata(url: string): Json {
  return {
    issuer: url,
    jwks_uri: `${url}/.well-known/jwks.json`,
    token_endpoint: `${url}/token`,
    grant_types_supported: ['client_credentials'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    response_types_supported: ['token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [ALGORITHM],
  };
}

async function keptKey(path: string): Promise<{ key: CryptoKey; jwk: JWK; secret: string }> {
  const kept = readWhole(path);
  const fresh = kept === undefined ? await drawnKey() : kept;
  if (kept === undefined) writeWhole(path, JSON.stringify(fresh));
  const stored = member(fresh, 'key');
  if (!isObject(stored)) throw new Error(`${path} holds no key; start with --fresh to begin anew`);
  const { d: _private, ...open } = stored;
  const imported = await importJWK(stored, ALGORITHM);
  if (imported instanceof Uint8Array) throw new Error(`${path} holds a symmetric key; start with --fresh`);
  return { key: imported, jwk: open, secret: text(fresh, 'secret') ?? '' };
}

async function drawnKey(): Promise<Json> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const key = { ...(await exportJWK(privateKey)), kid: randomBytes(8).toString('hex'), alg: ALGORITHM, use: 'sig' };
  return JSON.parse(JSON.stringify({ key, secret: randomBytes(24).toString('base64url') }));
}

function same(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
