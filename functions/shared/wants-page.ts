import type { ApiRequest } from './api-request.ts';

/** Whether the caller would rather read a page than JSON: names HTML, and before JSON. */
export function wantsPage(request: ApiRequest): boolean {
  const accept = request.header('accept') ?? '';
  const [html, json] = [accept.indexOf('text/html'), accept.indexOf('application/json')];
  return html >= 0 && (json < 0 || html < json);
}
