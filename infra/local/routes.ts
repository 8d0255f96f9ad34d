import { requiredText, text } from './json.ts';
import type { Resource, Resources } from './template.ts';

export type Route = {
  readonly key: string;
  readonly method: string;
  readonly segments: readonly string[];
  readonly integration: Resource;
  readonly authorizer: Resource | undefined;
};

export type Matched = { readonly route: Route; readonly parameters: Readonly<Record<string, string>> };

/** The routes of the template. @throws Error naming a route that API Gateway would refuse, or that lacks its integration */
export function readRoutes(resources: Resources): Route[] {
  const integrations = resources.ofType('AWS::ApiGatewayV2::Integration');
  const authorizers = resources.ofType('AWS::ApiGatewayV2::Authorizer');
  return resources.ofType('AWS::ApiGatewayV2::Route').map(({ id, properties }) => {
    const key = requiredText(properties, 'RouteKey', id);
    const [method = '', path = ''] = key === '$default' ? ['ANY', ''] : key.split(' ');
    const segments = key === '$default' ? ['{proxy+}'] : path.split('/').slice(1);
    const broken = segments.find((segment) => /[{}]/.test(segment) && !/^\{[A-Za-z0-9._-]+\+?\}$/.test(segment));
    if (broken !== undefined) throw new Error(`${id}: "${broken}" in route "${key}" must be one whole path segment`);
    const target = text(properties, 'Target')?.replace('integrations/', '');
    const integration = integrations.find(({ ref }) => ref === target);
    if (integration === undefined) throw new Error(`${id}: route "${key}" has no integration of this template`);
    const authorizerId = text(properties, 'AuthorizerId');
    const authorizer = authorizers.find(({ ref }) => ref === authorizerId);
    if (text(properties, 'AuthorizationType') === 'CUSTOM' && authorizer === undefined) {
      throw new Error(`${id}: the authorizer of route "${key}" is not in this template`);
    }
    return { key, method, segments, integration, authorizer };
  });
}

/** The route API Gateway picks: the most specific path, then the exact method before ANY, then `$default`. */
export function matchRoute(routes: readonly Route[], method: string, path: string): Matched | undefined {
  const parts = path.split('/').slice(1);
  const found = routes
    .filter((route) => route.method === method || route.method === 'ANY')
    .flatMap((route) => {
      const parameters = parametersOf(route, parts);
      return parameters === undefined ? [] : [{ route, parameters }];
    })
    .sort((a, b) => (rank(a.route) < rank(b.route) ? -1 : 1));
  return found[0];
}

function parametersOf({ segments }: Route, parts: readonly string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [position, segment] of segments.entries()) {
    const part = parts[position];
    const name = /^\{([^+}]+)(\+?)\}$/.exec(segment);
    if (name === null) {
      if (segment !== part) return undefined;
    } else if (name[2] === '+') {
      if (part === undefined) return undefined;
      parameters[name[1] ?? ''] = parts.slice(position).join('/');
      return parameters;
    } else {
      if (part === undefined || part === '') return undefined;
      parameters[name[1] ?? ''] = part;
    }
  }
  return parts.length === segments.length ? parameters : undefined;
}

/** Smaller is more specific: literal, then parameter, then greedy, segment by segment; ANY after a method. */
function rank({ key, method, segments }: Route): string {
  if (key === '$default') return '9';
  const path = segments.map((segment) => (segment.endsWith('+}') ? '2' : segment.startsWith('{') ? '1' : '0')).join('');
  return `${path}${method === 'ANY' ? '~1' : '~0'}`;
}
