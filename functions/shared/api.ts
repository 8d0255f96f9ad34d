import { randomUUID } from 'node:crypto';
import middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { apiRoutes } from '../../core/model/api-routes.ts';
import { ApiEvent, type ApiRequest, type BearerRequest, type Caller, callerOf, requestOf } from './api-request.ts';
import { type ApiResponse, notFound, problem } from './api-response.ts';
import { envelope, logged, problems } from './api-stack.ts';
import { logger } from './log.ts';

type Routes = (typeof apiRoutes)[number];
type RequestOf<R extends Routes> = R['auth'] extends 'bearer' ? BearerRequest : ApiRequest;
/** One handler for every route of the function in core/model/api-routes.ts; HEAD is answered by GET's. */
export type Handlers<F extends Routes['function']> = {
  readonly [R in Exclude<Extract<Routes, { function: F }>, { method: 'HEAD' }> as `${R['method']} ${R['path']}`]: (
    request: RequestOf<R>,
  ) => Promise<ApiResponse>;
};

/**
 * A Lambda handler for routes of the HTTP API. The stack, outermost first: envelope (security headers, correlation id,
 * packing, HEAD), log, problem documents, credential and scope, the route's handler.
 */
export function api<F extends Routes['function']>(name: F) {
  return (handlers: Handlers<F>) => {
    const byRoute = new Map<string, (request: BearerRequest) => Promise<ApiResponse>>(Object.entries(handlers));
    const answering = (event: unknown) => answer(name, byRoute, event);
    const stack = middy<unknown, ApiResponse>().use(logged(name)).use(problems).handler(answering);
    return async (event: unknown, context: Context): Promise<APIGatewayProxyStructuredResultV2> => {
      const parsed = ApiEvent.safeParse(event);
      const correlation = parsed.success ? requestOf(parsed.data).correlation : randomUUID();
      return envelope(await stack(event, context), event, correlation);
    };
  };
}

async function answer(
  name: string,
  handlers: ReadonlyMap<string, (request: BearerRequest) => Promise<ApiResponse>>,
  event: unknown,
): Promise<ApiResponse> {
  const parsed = ApiEvent.parse(event);
  const route = apiRoutes.find((one) => one.function === name && `${one.method} ${one.path}` === parsed.routeKey);
  const handler = handlers.get(parsed.routeKey.replace(/^HEAD /, 'GET '));
  if (route === undefined || handler === undefined) return notFound('route');
  const request = requestOf(parsed);
  if (route.auth !== 'bearer') return handler(withoutCaller(request));
  const caller = callerOf(parsed);
  if (caller === undefined)
    return problem(401, 'unauthenticated', 'Who are you?', 'Send a bearer token of the configured issuer.', {
      'www-authenticate': 'Bearer',
    });
  logger.appendKeys({ tenant: caller.tenant });
  if (!caller.scopes.includes(route.scope))
    return problem(403, 'missing-scope', 'The token may not do this', `The token needs the scope ${route.scope}.`);
  return handler({ ...request, caller });
}

/** Their types do not show a caller to handlers of routes without a token; what came past the types ends here. */
function withoutCaller(request: ApiRequest): BearerRequest {
  return {
    ...request,
    get caller(): Caller {
      throw new Error('a route without a token has no caller');
    },
  };
}
