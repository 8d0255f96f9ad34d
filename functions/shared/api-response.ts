import type { Problem } from '../../core/model/problem.ts';
import { CONTENT_SECURITY_POLICY } from '../../core/report/page.ts';

/** What a route answers; headers of every answer (correlation, security) are added by the stack. */
export interface ApiResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): ApiResponse {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

/** Text that is JSON already. */
export function jsonText(body: string, headers: Readonly<Record<string, string>> = {}): ApiResponse {
  return { status: 200, headers: { 'content-type': 'application/json', ...headers }, body };
}

/** What the page says of itself, and that no frame shows it, which only a header can say. */
export const PAGE_POLICY = `${CONTENT_SECURITY_POLICY}; frame-ancestors 'none'`;

export function page(status: number, html: string): ApiResponse {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': PAGE_POLICY },
    body: html,
  };
}

/** RFC 9457. `kind` is the stable end of the type, for programs. */
export function problem(
  status: number,
  kind: string,
  title: string,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): ApiResponse {
  return problemOf({ type: `urn:problem:${kind}`, title, status, detail }, headers);
}

export function problemOf(document: Problem, headers: Readonly<Record<string, string>> = {}): ApiResponse {
  return {
    status: document.status,
    headers: { 'content-type': 'application/problem+json', ...headers },
    body: JSON.stringify(document),
  };
}

/** The same for what does not exist and for what belongs to another tenant. */
export function notFound(what: string): ApiResponse {
  return problem(404, 'not-found', `No such ${what}`, `There is no ${what} of this id for you; check the id.`);
}
