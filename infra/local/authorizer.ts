import { type HttpRequest, httpEvent } from './http-event.ts';
import { type Json, list, member, numberOr, requiredText, text } from './json.ts';
import { type Functions, functionName } from './lambda.ts';
import type { Matched } from './routes.ts';
import type { Resource } from './template.ts';

export type Verdict =
  | { readonly kind: 'allowed'; readonly context: Json }
  | { readonly kind: 'refused'; readonly status: 401 | 403 | 500; readonly message: string };

/** Asks Lambda REQUEST authorizers (payload 2.0, simple responses) and keeps their answers as long as the template says. */
export class Authorizers {
  readonly #functions: Functions;
  readonly #kept = new Map<string, { readonly until: number; readonly verdict: Verdict }>();

  constructor(functions: Functions) {
    this.#functions = functions;
  }

  async ask(authorizer: Resource, request: HttpRequest, matched: Matched): Promise<Verdict> {
    const { id, properties } = authorizer;
    if (text(properties, 'AuthorizerType') !== 'REQUEST' || member(properties, 'EnableSimpleResponses') !== true) {
      throw new Error(`${id}: only Lambda REQUEST authorizers with simple responses are run on this host`);
    }
    const sources = list(properties, 'IdentitySource').map((source) => identity(String(source), request, matched));
    // As on API Gateway: without its identity the authorizer is not even asked.
    if (sources.some((source) => source === undefined || source === '')) {
      return { kind: 'refused', status: 401, message: 'Unauthorized' };
    }
    const lifetime = numberOr(properties, 'AuthorizerResultTtlInSeconds', 0) * 1000;
    // One answer serves all routes of the same identity, unless the route key belongs to the identity.
    const key = JSON.stringify([id, ...sources]);
    const kept = this.#kept.get(key);
    if (kept !== undefined && kept.until > Date.now()) return kept.verdict;
    const verdict = await this.#invoke(authorizer, request, matched, sources);
    if (lifetime > 0 && verdict.kind === 'allowed') this.#kept.set(key, { until: Date.now() + lifetime, verdict });
    return verdict;
  }

  async #invoke(
    { id, properties }: Resource,
    request: HttpRequest,
    matched: Matched,
    sources: readonly (string | undefined)[],
  ): Promise<Verdict> {
    const { body: _body, isBase64Encoded: _encoded, ...event } = httpEvent(request, matched, undefined);
    const outcome = await this.#functions.invoke(functionName(requiredText(properties, 'AuthorizerUri', id)), {
      ...event,
      type: 'REQUEST',
      routeArn: `arn:aws:execute-api:::${request.apiId}/${request.stage}/${request.method}${request.url.pathname}`,
      identitySource: sources.map((source) => source ?? ''),
    });
    if (!outcome.ok) {
      const unauthorized = outcome.error.errorMessage === 'Unauthorized';
      return unauthorized
        ? { kind: 'refused', status: 401, message: 'Unauthorized' }
        : { kind: 'refused', status: 500, message: 'Internal Server Error' };
    }
    if (member(outcome.payload, 'isAuthorized') !== true) return { kind: 'refused', status: 403, message: 'Forbidden' };
    return { kind: 'allowed', context: member(outcome.payload, 'context') ?? {} };
  }
}

function identity(source: string, { incoming, url }: HttpRequest, { route }: Matched): string | undefined {
  const header = /^\$request\.header\.(.+)$/.exec(source)?.[1];
  if (header !== undefined) return incoming.headers[header.toLowerCase()]?.toString();
  const parameter = /^\$request\.querystring\.(.+)$/.exec(source)?.[1];
  if (parameter !== undefined) return url.searchParams.get(parameter) ?? undefined;
  if (source === '$context.routeKey') return route.key;
  throw new Error(`identity source ${source} is not read on this host`);
}
