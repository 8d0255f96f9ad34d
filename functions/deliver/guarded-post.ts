import { lookup as resolve } from 'node:dns';
import { type RequestOptions as HttpOptions, request as plain } from 'node:http';
import { request as encrypted } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress, loopback } from './public-address.ts';

export interface Posting {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** http and addresses of this very machine too: for the embedded host only. */
  readonly allowLoopback: boolean;
}
export type Posted =
  | { readonly kind: 'answered'; readonly status: number }
  /** Refused before anything was sent: the address is none we may call. */
  | { readonly kind: 'forbidden'; readonly why: string }
  | { readonly kind: 'failed'; readonly why: string };

/** A receiver answers within this time. */
const TIMEOUT_MS = 10_000;
const FORBIDDEN = 'EFORBIDDENADDRESS';

/**
 * POST to an address a tenant chose. The name is resolved and judged by the same call that connects, so it cannot change in
 * between; redirects are not followed; the answer's body is not read.
 */
export async function guardedPost({ url, headers, body, allowLoopback }: Posting): Promise<Posted> {
  const target = URL.parse(url);
  if (target === null) return { kind: 'forbidden', why: 'not a URL' };
  const allowed = (address: string) => isPublicAddress(address) || (allowLoopback && loopback(address));
  const host = target.hostname.replace(/^\[|\]$/g, '');
  if (target.protocol !== 'https:' && !(allowLoopback && target.protocol === 'http:'))
    return { kind: 'forbidden', why: 'not https' };
  if (target.username !== '' || target.password !== '') return { kind: 'forbidden', why: 'credentials in the URL' };
  // A name is judged when it is looked up; a literal address is never looked up.
  if (isIP(host) !== 0 && !allowed(host)) return { kind: 'forbidden', why: 'not a public address' };

  const options: HttpOptions = {
    method: 'POST',
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    lookup: guarded(allowed),
    signal: AbortSignal.timeout(TIMEOUT_MS),
    agent: false,
  };
  return new Promise((done) => {
    const outgoing = (target.protocol === 'https:' ? encrypted : plain)(target, options, (answer) => {
      answer.destroy();
      done({ kind: 'answered', status: answer.statusCode ?? 0 });
    });
    outgoing.on('error', (error) => {
      const code = 'code' in error ? String(error.code) : error.name;
      done(code === FORBIDDEN ? { kind: 'forbidden', why: 'not a public address' } : { kind: 'failed', why: code });
    });
    outgoing.end(body);
  });
}

/** Every address of the name must be allowed: one that is not says enough about the name. */
function guarded(allowed: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      const [first] = found ?? [];
      if (error !== null || first === undefined) return callback(error ?? new Error('no address'), '');
      if (!found.every(({ address }) => allowed(address)))
        return callback(Object.assign(new Error('not a public address'), { code: FORBIDDEN }), '');
      return options.all === true ? callback(null, found) : callback(null, first.address, first.family);
    });
  };
}
