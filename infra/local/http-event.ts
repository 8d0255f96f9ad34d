import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isObject, type Json, type JsonObject, list, member, numberOr, text } from './json.ts';
import type { Matched } from './routes.ts';

export type HttpRequest = {
  readonly incoming: IncomingMessage;
  readonly method: string;
  readonly url: URL;
  readonly body: Buffer;
  readonly stage: string;
  readonly apiId: string;
  readonly id: string;
};

export type HttpAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: string | Buffer;
};

export function requestId(): string {
  return randomUUID();
}

/** The event of payload format 2.0, for integrations and authorizers alike. */
export function httpEvent(
  request: HttpRequest,
  { route, parameters }: Matched,
  authorizer: Json | undefined,
): JsonObject {
  const { incoming, method, url, body, stage, apiId, id } = request;
  const headers: JsonObject = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value === undefined || name === 'cookie') continue;
    headers[name] = Array.isArray(value) ? value.join(',') : value;
  }
  const query: JsonObject = {};
  for (const name of new Set(url.searchParams.keys())) query[name] = url.searchParams.getAll(name).join(',');
  const cookies = incoming.headers.cookie?.split(/;\s*/).filter((cookie) => cookie !== '');
  const path = decodeURIComponent(url.pathname);
  const now = new Date();
  const asText = body.length > 0 && isText(incoming);
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath: path,
    rawQueryString: url.search.slice(1),
    ...(cookies === undefined ? {} : { cookies }),
    headers,
    ...(Object.keys(query).length === 0 ? {} : { queryStringParameters: query }),
    ...(Object.keys(parameters).length === 0 ? {} : { pathParameters: decoded(parameters) }),
    requestContext: {
      accountId: '000000000000',
      apiId,
      ...(authorizer === undefined ? {} : { authorizer: { lambda: authorizer } }),
      domainName: url.host,
      domainPrefix: apiId,
      http: {
        method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: incoming.socket.remoteAddress ?? '127.0.0.1',
        userAgent: incoming.headers['user-agent'] ?? '',
      },
      requestId: id,
      routeKey: route.key,
      stage,
      time: now.toUTCString(),
      timeEpoch: now.getTime(),
    },
    ...(body.length === 0 ? {} : { body: asText ? body.toString('utf8') : body.toString('base64') }),
    isBase64Encoded: body.length > 0 && !asText,
  };
}

/** What a function's result means: a full response, or, without `statusCode`, a JSON body of its own. */
export function httpAnswer(result: Json): HttpAnswer {
  const status = numberOr(result, 'statusCode', 0);
  if (status === 0) {
    const body = typeof result === 'string' ? result : JSON.stringify(result);
    return { status: 200, headers: { 'content-type': 'application/json' }, cookies: [], body };
  }
  const given = member(result, 'headers');
  const multiple = member(result, 'multiValueHeaders');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(isObject(given) ? given : {})) headers[name.toLowerCase()] = String(value);
  for (const [name, values] of Object.entries(isObject(multiple) ? multiple : {})) {
    if (Array.isArray(values)) headers[name.toLowerCase()] = values.join(',');
  }
  headers['content-type'] ??= 'text/plain;charset=utf-8';
  const body = text(result, 'body') ?? '';
  return {
    status,
    headers,
    cookies: list(result, 'cookies').map(String),
    body: member(result, 'isBase64Encoded') === true ? Buffer.from(body, 'base64') : body,
  };
}

/** Bodies of these types travel as text, everything else (forms and NDJSON too) as base64. */
function isText({ headers }: IncomingMessage): boolean {
  const type = headers['content-type'] ?? 'text/plain';
  const encoded = headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity';
  return !encoded && /^(text\/|application\/(json|xml|javascript)\b)/i.test(type);
}

function decoded(parameters: Readonly<Record<string, string>>): JsonObject {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, decodeURIComponent(value)]));
}
