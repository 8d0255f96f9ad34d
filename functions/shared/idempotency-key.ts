import type { ApiRequest } from './api-request.ts';
import { type ApiResponse, problem } from './api-response.ts';

/**
 * The header Idempotency-Key, without which nothing is started: a repeated request is then the same `made`.
 * `each` is what a caller wants a new key for.
 */
export function idempotencyKeyOf(
  { header }: ApiRequest,
  { each, made }: { readonly each: string; readonly made: string },
): { readonly ok: true; readonly key: string } | { readonly ok: false; readonly response: ApiResponse } {
  const key = header('idempotency-key');
  if (key !== undefined && isIdempotencyKey(key)) return { ok: true, key };
  const response = problem(
    400,
    'idempotency-key',
    'An Idempotency-Key is needed',
    `Send the header Idempotency-Key with 1 to 128 printable characters, a new one for each ${each}. A repeated request is then the same ${made}.`,
  );
  return { ok: false, response };
}

/** The answer to another request under a key that was used for `before`. */
export function keyReused(before: string, other: string): ApiResponse {
  return problem(
    409,
    'idempotency-key-reused',
    'The key was used for another request',
    `${before} was asked for under this Idempotency-Key with another ${other}; use a new key.`,
  );
}

export function isIdempotencyKey(text: string): boolean {
  return /^[\x21-\x7e]{1,128}$/.test(text);
}
