import { gunzipSync } from 'node:zlib';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { lambdaContext } from './world.ts';

type Handler = (event: unknown, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;

export interface Call {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON unless it is text or bytes. */
  readonly body?: unknown;
  /** As the authorizer verified it; absent: none did. */
  readonly as?: { readonly tenant: string; readonly subject?: string; readonly scope?: string };
}

export const ALL_SCOPES =
  'portfolios:write runs:write runs:read runs:stop rollbacks:write outcomes:write webhooks:read policies:write policies:read';

/** Calls a route of a function with the event API Gateway would make (payload 2.0). */
export async function call(handler: Handler, routeKey: string, { path, query, headers, body, as }: Call = {}) {
  const raw = Buffer.isBuffer(body);
  const event = {
    version: '2.0',
    routeKey,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(query === undefined ? {} : { queryStringParameters: query }),
    ...(path === undefined ? {} : { pathParameters: path }),
    requestContext: {
      ...(as === undefined
        ? {}
        : {
            authorizer: { lambda: { tenant: as.tenant, subject: as.subject ?? 'ana', scope: as.scope ?? ALL_SCOPES } },
          }),
      http: { method: routeKey.split(' ')[0], path: '/' },
    },
    ...(body === undefined
      ? {}
      : { body: raw ? body.toString('base64') : typeof body === 'string' ? body : JSON.stringify(body) }),
    isBase64Encoded: raw,
  };
  const answer = await handler(event, lambdaContext);
  const text =
    answer.isBase64Encoded === true
      ? gunzipSync(Buffer.from(answer.body ?? '', 'base64')).toString()
      : (answer.body ?? '');
  const type = String(answer.headers?.['content-type'] ?? '');
  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers ?? {},
    text,
    json: /json/.test(type) && text !== '' ? JSON.parse(text) : undefined,
  };
}
