import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Authorizers } from './authorizer.ts';
import { AwsError, readBody } from './aws-endpoint.ts';
import { type HttpAnswer, type HttpRequest, httpAnswer, httpEvent, requestId } from './http-event.ts';
import { type Json, list, member, numberOr, requiredText, text } from './json.ts';
import { type Functions, functionName } from './lambda.ts';
import { matchRoute, readRoutes } from './routes.ts';
import type { Resources } from './template.ts';

/** API Gateway's limit for a request body, bytes. */
export const BODY_LIMIT = 10 * 1024 * 1024;

/**
 * The template's HTTP API (payload format 2.0). As on API Gateway a HEAD request needs a route of its own (HEAD or ANY):
 * it is never answered from the GET route, so links that scanners probe with HEAD run no function.
 * @throws Error when the template has more than one API, or a route that API Gateway would refuse
 */
export function httpApi(resources: Resources, functions: Functions, log: (line: string) => void): RequestListener {
  const [api, ...others] = resources.ofType('AWS::ApiGatewayV2::Api');
  if (others.length > 0) throw new Error('the template has more than one HTTP API; this host serves one');
  const routes = readRoutes(resources);
  const authorizers = new Authorizers(functions);
  const cors = member(api?.properties, 'CorsConfiguration');
  const stage = resources.ofType('AWS::ApiGatewayV2::Stage')[0]?.ref ?? '$default';
  const prefix = stage === '$default' ? '' : `/${stage}`;

  const respond = async (incoming: IncomingMessage, id: string): Promise<HttpAnswer> => {
    const whole = new URL(incoming.url ?? '/', `http://${incoming.headers.host ?? '127.0.0.1'}`);
    const method = incoming.method ?? 'GET';
    const matched = whole.pathname.startsWith(`${prefix}/`)
      ? matchRoute(routes, method, whole.pathname.slice(prefix.length))
      : undefined;
    if (matched === undefined) return message(404, 'Not Found');
    const { route } = matched;
    const body = await readBody(incoming, BODY_LIMIT);
    const request: HttpRequest = { incoming, method, url: whole, body, stage, apiId: api?.ref ?? '', id };
    let context: Json | undefined;
    if (route.authorizer !== undefined) {
      const verdict = await authorizers.ask(route.authorizer, request, matched);
      if (verdict.kind === 'refused') return message(verdict.status, verdict.message);
      context = verdict.context;
    }
    const { id: integration, properties } = route.integration;
    const target = functionName(requiredText(properties, 'IntegrationUri', integration));
    const work = functions.invoke(target, httpEvent(request, matched, context));
    const outcome = await within(work, numberOr(properties, 'TimeoutInMillis', 30_000));
    if (outcome === 'late') return message(503, 'Service Unavailable');
    if (outcome.ok) return httpAnswer(outcome.payload);
    const { errorType, errorMessage } = outcome.error;
    log(`${method} ${whole.pathname}: ${target} failed: ${errorType}: ${errorMessage}`);
    // A request under API Gateway's limit may still be over Lambda's (6 MB, base64 included).
    if (errorType === 'RequestEntityTooLargeException') return tooLarge('6 MB as the function receives it');
    return message(500, 'Internal Server Error');
  };

  return async (incoming, outgoing) => {
    const id = requestId();
    const origin = incoming.headers.origin;
    const allowed = cors === undefined || origin === undefined ? {} : corsHeaders(cors, origin);
    if (cors !== undefined && origin !== undefined && incoming.method === 'OPTIONS') {
      outgoing.writeHead(204, { ...allowed, 'apigw-requestid': id }).end();
      return;
    }
    const answer = await respond(incoming, id).catch((error: unknown): HttpAnswer => {
      if (error instanceof AwsError && error.status === 413) return tooLarge('10 MB');
      if (error instanceof URIError) return message(400, 'Bad Request');
      log(`${incoming.method} ${incoming.url}: ${error instanceof Error ? error.stack : error}`);
      return message(500, 'Internal Server Error');
    });
    send(outgoing, incoming.method === 'HEAD', { ...answer, headers: { ...answer.headers, ...allowed } }, id);
  };
}

function message(status: number, words: string): HttpAnswer {
  const headers = { 'content-type': 'application/json' };
  return { status, headers, cookies: [], body: JSON.stringify({ message: words }) };
}

function tooLarge(limit: string): HttpAnswer {
  const problem = {
    type: 'about:blank',
    title: 'Content Too Large',
    status: 413,
    detail: `The request body is over the limit of ${limit}. Send it compressed (Content-Encoding: gzip) or in parts.`,
  };
  const headers = { 'content-type': 'application/problem+json' };
  return { status: 413, headers, cookies: [], body: JSON.stringify(problem) };
}

function corsHeaders(cors: Json, origin: string): Record<string, string> {
  const origins = list(cors, 'AllowOrigins').map(String);
  if (!origins.includes('*') && !origins.includes(origin)) return {};
  const joined = (key: string) => list(cors, key).join(',');
  const entries: [string, string][] = [
    ['access-control-allow-origin', origins.includes('*') ? '*' : origin],
    ['access-control-allow-methods', joined('AllowMethods')],
    ['access-control-allow-headers', joined('AllowHeaders')],
    ['access-control-expose-headers', joined('ExposeHeaders')],
    ['access-control-max-age', text(cors, 'MaxAge') ?? ''],
    ['access-control-allow-credentials', text(cors, 'AllowCredentials') ?? ''],
  ];
  return Object.fromEntries(entries.filter(([, value]) => value !== ''));
}

function within<T>(work: Promise<T>, ms: number): Promise<T | 'late'> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve('late'), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function send(
  outgoing: ServerResponse,
  head: boolean,
  { status, headers, cookies, body }: HttpAnswer,
  id: string,
): void {
  outgoing.writeHead(status, {
    ...headers,
    'content-length': Buffer.byteLength(body),
    'apigw-requestid': id,
    ...(cookies.length === 0 ? {} : { 'set-cookie': [...cookies] }),
  });
  outgoing.end(head ? undefined : body);
}
