import { gunzipSync } from 'node:zlib';
import type { z } from 'zod';
import { parse } from '../../core/model/parse.ts';
import { parseJson } from '../../core/model/parse-json.ts';
import { invalidBody } from '../../core/model/problem.ts';
import type { Parsed } from '../../core/model/violation.ts';
import type { ApiRequest } from './api-request.ts';
import { type ApiResponse, problem, problemOf } from './api-response.ts';
import { errorName } from './transient.ts';

export type Body<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly response: ApiResponse };

/** Bytes received: what the gateway hands to a function at most. */
export const MAX_RECEIVED = 6 * 1024 * 1024;
/** Bytes after decompression. */
export const MAX_UNPACKED = 48 * 1024 * 1024;
/** Bytes of a body that is no portfolio. */
export const MAX_SMALL = 64 * 1024;

/** A JSON body that keeps a contract, or the answer that says how it does not. */
export function jsonBody<T>(request: ApiRequest, contract: z.ZodType<T>, name: string, max = MAX_SMALL): Body<T> {
  return checkedBody(request, (value) => parse(contract, value), name, max);
}

/** The same with a reader of its own. */
export function checkedBody<T>(
  request: ApiRequest,
  read: (value: unknown) => Parsed<T>,
  name: string,
  max: number,
): Body<T> {
  const value = jsonValue(request, max);
  if (!value.ok) return value;
  return bodyOf(read(value.value), name);
}

/** A JSON body of any shape, in which no object says a name twice. */
export function jsonValue(request: ApiRequest, max: number): Body<unknown> {
  const text = textBody(request, ['application/json'], max);
  if (!text.ok) return text;
  try {
    return bodyOf(parseJson(text.value), 'JSON document');
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 200) : '';
    return refused(400, 'malformed-json', 'The body is not JSON', `${why}. Send one JSON value in UTF-8.`);
  }
}

/** The text of a body of one of the media types, unpacked. */
export function textBody(request: ApiRequest, mediaTypes: readonly string[], max: number): Body<string> {
  const mediaType = (request.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (!mediaTypes.includes(mediaType))
    return refused(
      415,
      'media-type',
      'The media type is not supported',
      `Received content-type ${mediaType === '' ? 'none' : JSON.stringify(mediaType.slice(0, 80))}; send ${mediaTypes.join(' or ')}.`,
    );
  const bytes = unpacked(request, max);
  if (!bytes.ok) return bytes;
  try {
    return { ok: true, value: new TextDecoder('utf-8', { fatal: true }).decode(bytes.value) };
  } catch {
    return refused(400, 'malformed-text', 'The body is not UTF-8', 'Send the body in UTF-8.');
  }
}

function unpacked(request: ApiRequest, max: number): Body<Uint8Array> {
  const received = Math.min(max, MAX_RECEIVED);
  if (request.body.length > received) return tooLarge(received, 'received');
  const encoding = (request.header('content-encoding') ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity') return { ok: true, value: request.body };
  if (encoding !== 'gzip')
    return refused(415, 'content-encoding', 'The content encoding is not supported', 'Send gzip or no encoding.');
  const most = max <= MAX_SMALL ? max : MAX_UNPACKED;
  try {
    return { ok: true, value: gunzipSync(request.body, { maxOutputLength: most }) };
  } catch (error) {
    if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') return tooLarge(most, 'unpacked');
    return refused(
      400,
      'malformed-gzip',
      'The body is not whole gzip data',
      `${codeOf(error)}: the data is cut or damaged; nothing was stored. Send it again.`,
    );
  }
}

function tooLarge(max: number, how: string): Body<never> {
  const detail = `At most ${max} bytes ${how} are taken; send less, compressed, or in parts.`;
  return refused(413, 'body-too-large', 'The body is too large', detail);
}

function bodyOf<T>(parsed: Parsed<T>, name: string): Body<T> {
  return parsed.ok ? parsed : { ok: false, response: problemOf(invalidBody(name, parsed.violations)) };
}

function refused(status: number, kind: string, title: string, detail: string): Body<never> {
  return { ok: false, response: problem(status, kind, title, detail) };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : errorName(error);
}
