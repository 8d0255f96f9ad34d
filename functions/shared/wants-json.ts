import type { ApiRequest } from './api-request.ts';

/** Of a page that people open: whether the caller is a program that would rather read JSON. Who says nothing gets the page. */
export function wantsJson(request: ApiRequest): boolean {
  const accept = (request.header('accept') ?? '').toLowerCase();
  const [html, json] = [accept.indexOf('text/html'), accept.indexOf('application/json')];
  return json >= 0 && (html < 0 || json < html);
}
