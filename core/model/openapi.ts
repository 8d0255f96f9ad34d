import { type ApiRoute, apiRoutes, SCOPES } from './api-routes.ts';
import { type JsonSchema, jsonSchemas } from './json-schemas.ts';
import { operations } from './openapi-operations.ts';

/**
 * The OpenAPI 3.1 document: routes from the one table, schemas from the contracts.
 * @param server base URL of the API, no trailing slash
 */
export function openApi(server: string): JsonSchema {
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const route of apiRoutes) {
    paths[route.path] ??= {};
    Object.assign(paths[route.path] ?? {}, { [route.method.toLowerCase()]: operation(route) });
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Risk-aware scheduling',
      version: '1.0.0',
      description:
        'Put a portfolio, ask for a run, read the plan and its proof. Errors are RFC 9457 problem documents that list every violation. Every answer carries x-correlation-id; send your own to follow a request to the last event.',
    },
    servers: [{ url: server }],
    paths,
    components: {
      schemas: jsonSchemas((name) => `#/components/schemas/${name}`),
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: `Claims tenant, sub and scope. Scopes: ${SCOPES.join(', ')}.`,
        },
      },
    },
  };
}

function operation(route: ApiRoute): JsonSchema {
  const key = `${route.method === 'HEAD' ? 'GET' : route.method} ${route.path}`;
  const { parameters = [], responses, ...described } = operations.get(key) ?? undescribed(key);
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const refused = { description: 'Refused, with every reason', content: problemContent };
  return {
    operationId: operationId(route),
    ...described,
    parameters: [...inPath, ...parameters],
    responses: { ...responses, default: refused },
    security: route.auth === 'bearer' ? [{ bearer: route.scope === undefined ? [] : [route.scope] }] : [],
  };
}

/** `getRunsIdPlan` of `GET /v1/runs/{id}/plan`. */
function operationId({ method, path }: ApiRoute): string {
  const words = path.replace('/v1', '').match(/[A-Za-z]+/g) ?? [];
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

const problemContent = { 'application/problem+json': { schema: { $ref: '#/components/schemas/problem' } } };

function undescribed(key: string): never {
  throw new Error(`route ${key} is not described: add it to core/model/operations/`);
}
