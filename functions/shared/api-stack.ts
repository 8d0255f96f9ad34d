import { gzipSync } from 'node:zlib';
import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { z } from 'zod';
import { Problem } from '../../core/model/problem.ts';
import { ApiEvent, requestOf } from './api-request.ts';
import { type ApiResponse, problem } from './api-response.ts';
import { logger } from './log.ts';

/** Largest answer a function can give, less room for its envelope; base64 counts. */
const MAX_ANSWER = 5_500_000;
/** Smaller answers are not worth packing. */
const MIN_PACKED = 1_024;

export type Answering = MiddlewareObj<unknown, ApiResponse>;

/** Headers of every answer; a page brings its own policy. */
const SECURE = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
};

/** Every error becomes a problem document; what went wrong inside is in the log, under the correlation id. */
export const problems: Answering = {
  onError: (request) => {
    const name = request.error?.name ?? 'unknown';
    logger.error('request failed', { error: name, message: request.error?.message ?? '' });
    request.response =
      name === 'Transient'
        ? problem(503, 'try-again', 'Try again', 'A service we need did not answer; nothing is lost.', {
            'retry-after': '2',
          })
        : problem(500, 'unexpected', 'Something went wrong', 'This is our mistake. Tell us the correlation id.');
  },
};

/** One line per request: route, status and ids; never a path (it may hold a reference), a body or an address. */
export function logged(name: string): Answering {
  return {
    before: ({ event }) => {
      logger.resetKeys();
      const parsed = ApiEvent.safeParse(event);
      if (parsed.success)
        logger.appendKeys({
          function: name,
          route: parsed.data.routeKey,
          correlation: requestOf(parsed.data).correlation,
        });
    },
    after: ({ response }) => logger.info('request', { status: response?.status }),
  };
}

/** The envelope API Gateway wants: security headers, correlation id, packed where asked for, no body for HEAD. */
export function envelope(
  response: ApiResponse,
  event: unknown,
  correlation: string,
): APIGatewayProxyStructuredResultV2 {
  const parsed = ApiEvent.safeParse(event);
  const head = parsed.success && parsed.data.routeKey.startsWith('HEAD ');
  const accepts = parsed.success ? (requestOf(parsed.data).header('accept-encoding') ?? '') : '';
  const body = correlated(response, correlation);
  const headers = { ...SECURE, ...response.headers, 'x-correlation-id': correlation };
  if (head)
    return { statusCode: response.status, headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) } };
  if (Buffer.byteLength(body) < MIN_PACKED || !/\bgzip\b/.test(accepts)) {
    if (Buffer.byteLength(body) <= MAX_ANSWER) return { statusCode: response.status, headers, body };
    const small = problem(406, 'answer-too-large', 'Too large as it is', 'Ask again with Accept-Encoding: gzip.');
    return envelope(small, event, correlation);
  }
  const packed = gzipSync(body).toString('base64');
  if (packed.length > MAX_ANSWER)
    return envelope(
      problem(413, 'answer-too-large', 'Too large', 'Even packed it is too large.'),
      undefined,
      correlation,
    );
  const packedHeaders = { ...headers, 'content-encoding': 'gzip', vary: 'accept-encoding' };
  return { statusCode: response.status, headers: packedHeaders, body: packed, isBase64Encoded: true };
}

/** A problem document names the correlation id, so that a copied answer is enough to find the log. */
function correlated({ headers, body = '' }: ApiResponse, correlation: string): string {
  if (headers?.['content-type'] !== 'application/problem+json') return body;
  return JSON.stringify(Problem.parse({ ...z.record(z.string(), z.unknown()).parse(JSON.parse(body)), correlation }));
}
