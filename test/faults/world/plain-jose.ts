/**
 * Tokens that say what is in them. Their cryptography has tests of its own; here they must be the same bytes each time and
 * take no time. What is used of `jose`, no more.
 */
class JWTExpired extends Error {
  readonly payload: Readonly<Record<string, unknown>>;
  constructor(payload: Readonly<Record<string, unknown>>) {
    super('expired');
    this.payload = payload;
  }
}
export const errors = { JWTExpired };

const wrap = (value: unknown) => `a..c.${Buffer.from(JSON.stringify(value)).toString('base64url')}.d`;
const unwrap = (text: string): unknown =>
  JSON.parse(Buffer.from(text.split('.')[3] ?? '', 'base64url').toString('utf8'));
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

export class EncryptJWT {
  readonly #claims: Record<string, unknown>;
  constructor(claims: Record<string, unknown>) {
    this.#claims = { ...claims };
  }
  setProtectedHeader(): this {
    return this;
  }
  setExpirationTime(seconds: number): this {
    this.#claims['exp'] = seconds;
    return this;
  }
  encrypt(): Promise<string> {
    return Promise.resolve(wrap(this.#claims));
  }
}

export function jwtDecrypt(text: string): Promise<{ payload: Readonly<Record<string, unknown>> }> {
  const payload = unwrap(text);
  if (!isRecord(payload)) return Promise.reject(new Error('not a token'));
  if (Number(payload['exp']) * 1000 <= Date.now()) return Promise.reject(new JWTExpired(payload));
  return Promise.resolve({ payload });
}

export class CompactEncrypt {
  readonly #content: Uint8Array;
  #header: unknown = {};
  constructor(content: Uint8Array) {
    this.#content = content;
  }
  setProtectedHeader(header: unknown): this {
    this.#header = header;
    return this;
  }
  encrypt(): Promise<string> {
    return Promise.resolve(wrap({ header: this.#header, text: new TextDecoder().decode(this.#content) }));
  }
}

export function decodeProtectedHeader(text: string): unknown {
  const sealed = unwrap(text);
  return isRecord(sealed) ? sealed['header'] : {};
}

export function compactDecrypt(text: string): Promise<{ plaintext: Uint8Array }> {
  const sealed = unwrap(text);
  return Promise.resolve({ plaintext: new TextEncoder().encode(isRecord(sealed) ? String(sealed['text']) : '') });
}
