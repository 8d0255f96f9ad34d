import type { Problem } from '../../core/model/problem.ts';

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

/**
 * Policy of a page: nothing but what is in it, forms only to where it came from, in no frame. Styles and pictures are
 * inline; there is no script.
 */
export const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

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
