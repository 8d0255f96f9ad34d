import { createServer, type RequestListener, type Server } from 'node:http';

/** A server that listens before it is known what it answers: until then it asks to come back. */
export function lateHandler(): { readonly server: Server; use(handler: RequestListener): void } {
  let current: RequestListener = (_request, response) => {
    response.writeHead(503, { 'content-type': 'text/plain', 'retry-after': '1' }).end('starting\n');
  };
  return {
    server: createServer((request, response) => current(request, response)),
    use: (handler) => {
      current = handler;
    },
  };
}
