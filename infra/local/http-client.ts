import type { Json } from './json.ts';
import { parseJson, text } from './json.ts';

/** What the demonstration knows of a running host: addresses and the credentials of its local client. */
export type Access = {
  readonly apiUrl: string;
  readonly inboxUrl: string;
  readonly issuerUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
};

export type ApiClient = {
  /** a bearer token with at least half its life before it */
  token(): Promise<string>;
  /** @throws Error with the problem's title and detail unless the answer is 2xx */
  json(method: string, path: string, body?: string, headers?: Readonly<Record<string, string>>): Promise<Json>;
  text(path: string): Promise<string>;
  /** an answer as a page for people */
  page(path: string): Promise<string>;
};

/** Calls the API the way a CRM does: token by client credentials, then bearer. */
export async function apiClient(access: Access): Promise<ApiClient> {
  let held = await granted(access);
  const token = async (): Promise<string> => {
    // A run may wait for a person longer than a token lives.
    if (Date.now() > held.renewAt) held = await granted(access);
    return held.token;
  };
  const authorized = async () => ({ authorization: `Bearer ${await token()}` });
  return {
    token,
    json: async (method, path, body, headers = {}) => {
      const init = {
        method,
        headers: { ...(await authorized()), 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body }),
      };
      return parseJson(await read(await fetch(`${access.apiUrl}${path}`, init)));
    },
    page: async (path) =>
      read(await fetch(`${access.apiUrl}${path}`, { headers: { ...(await authorized()), accept: 'text/html' } })),
    text: async (path) => read(await fetch(`${access.apiUrl}${path}`, { headers: await authorized() })),
  };
}

async function granted(access: Access): Promise<{ readonly token: string; readonly renewAt: number }> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: access.clientId,
    client_secret: access.clientSecret,
  });
  const answer = parseJson(await read(await fetch(`${access.issuerUrl}/token`, { method: 'POST', body: form })));
  const lifetimeMs = Number(text(answer, 'expires_in') ?? 0) * 1000;
  return { token: text(answer, 'access_token') ?? '', renewAt: Date.now() + lifetimeMs / 2 };
}

/** The body of an answer. @throws Error naming the request, the status and the problem's words */
export async function read(response: Response): Promise<string> {
  const body = await response.text();
  if (response.ok) return body;
  const words = response.headers.get('content-type')?.includes('json') ? problem(parseJson(body)) : body.slice(0, 500);
  throw new Error(`${response.url} answered ${response.status}: ${words}`);
}

function problem(value: Json): string {
  const said = ['title', 'detail', 'message', 'error']
    .map((key) => text(value, key))
    .filter((one) => one !== undefined);
  return said.length > 0 ? said.join(' ') : JSON.stringify(value).slice(0, 500);
}
