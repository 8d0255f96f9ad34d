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
  readonly token: string;
  /** @throws Error with the problem's title and detail unless the answer is 2xx */
  json(method: string, path: string, body?: string, headers?: Readonly<Record<string, string>>): Promise<Json>;
  text(path: string): Promise<string>;
};

/** Calls the API the way a CRM does: token by client credentials, then bearer. */
export async function apiClient(access: Access): Promise<ApiClient> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: access.clientId,
    client_secret: access.clientSecret,
  });
  const granted = await read(await fetch(`${access.issuerUrl}/token`, { method: 'POST', body: form }));
  const token = text(parseJson(granted), 'access_token') ?? '';
  const authorization = `Bearer ${token}`;
  return {
    token,
    json: async (method, path, body, headers = {}) => {
      const init = {
        method,
        headers: { authorization, 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body }),
      };
      return parseJson(await read(await fetch(`${access.apiUrl}${path}`, init)));
    },
    text: async (path) => read(await fetch(`${access.apiUrl}${path}`, { headers: { authorization } })),
  };
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
