import { createServer } from 'node:http';
import { apiRoutes } from '../../core/model/api-routes.ts';
import { readBody } from '../../infra/local/aws-endpoint.ts';
import { call } from './api-call.ts';
import { listen, shut } from './dynalite.ts';

type Handler = Parameters<typeof call>[0];

/** Handlers of the API behind HTTP, for one caller who is who they say: `Authorization: Bearer <tenant>`. */
export async function apiServer(handlers: Readonly<Record<string, Handler>>) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const found = apiRoutes.flatMap((route) => {
      const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
      const match = new RegExp(`^${route.path.replaceAll(/\{\w+\}/g, '([^/]+)')}$`).exec(pathname);
      if (match === null || route.method !== request.method || handlers[route.function] === undefined) return [];
      const path = Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')]));
      return [{ route, path }];
    });
    const [first] = found;
    const handler = first === undefined ? undefined : handlers[first.route.function];
    if (first === undefined || handler === undefined) return void response.writeHead(404).end();
    const tenant = request.headers.authorization?.replace('Bearer ', '');
    const answer = await call(handler, `${first.route.method} ${first.route.path}`, {
      path: first.path,
      body: await readBody(request),
      ...(tenant === undefined ? {} : { as: { tenant } }),
    });
    const headers = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]);
    response.writeHead(answer.status, Object.fromEntries(headers)).end(answer.text);
  });
  const url = await listen(server);
  return { url, close: () => shut(server) };
}
