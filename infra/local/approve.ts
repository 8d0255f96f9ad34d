import { type Access, read } from './http-client.ts';
import { list, parseJson, text } from './json.ts';

/** A mail that asks for a decision, as the inbox has it. */
export type Request = { readonly to: string; readonly link: string };

/** The decision links mailed since then, one per mail, oldest first. */
export async function decisionRequests(access: Access, since: string, path = '/v1/decisions/'): Promise<Request[]> {
  const { emails } = { emails: list(parseJson(await read(await fetch(`${access.inboxUrl}/store`))), 'emails') };
  const prefix = `${access.apiUrl}${path}`;
  return emails.flatMap((mail) => {
    if ((text(mail, 'at') ?? '') < since) return [];
    const body = text(mail, 'text') ?? '';
    const start = body.indexOf(prefix);
    if (start < 0) return [];
    const link = /^\S+/.exec(body.slice(start))?.[0] ?? '';
    return [{ to: list(mail, 'to').map(String).join(', '), link }];
  });
}

/**
 * Opens the link and sends the form of its page back with "approve" chosen and confirmed, as a browser would.
 * @returns the heading of the page that answers; `sent` is false when the page has nothing to decide any more
 * @throws Error when the answer is not 2xx
 */
export async function approve(link: string): Promise<{ readonly sent: boolean; readonly heading: string }> {
  const page = await read(await fetch(link));
  const form = /<form\b[^>]*>[\s\S]*?<\/form>/i.exec(page)?.[0];
  if (form === undefined) return { sent: false, heading: heading(page) };
  const fields = new URLSearchParams();
  for (const [input] of form.matchAll(/<input\b[^>]*>/gi)) {
    const { type, name, value } = {
      type: attribute(input, 'type'),
      name: attribute(input, 'name'),
      value: attribute(input, 'value'),
    };
    const chosen = type === 'hidden' || type === 'checkbox' || (type === 'radio' && value === 'approve');
    if (name !== '' && chosen) fields.append(name, value);
  }
  for (const [area] of form.matchAll(/<textarea\b[^>]*>/gi)) fields.append(attribute(area, 'name'), '');
  const action = new URL(attribute(form, 'action'), link);
  const headers = { origin: action.origin, referer: link };
  const answer = await read(await fetch(action, { method: 'POST', body: fields, headers }));
  return { sent: true, heading: heading(answer) };
}

/** The attribute of the first tag in this text. */
function attribute(markup: string, name: string): string {
  const tag = /^<[^>]*>/.exec(markup)?.[0] ?? '';
  const value = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i').exec(tag);
  return plain(value?.[1] ?? value?.[2] ?? '');
}

function heading(page: string): string {
  const inner = /<h1[^>]*>([\s\S]*?)<\/h1>/i.exec(page)?.[1] ?? '';
  return plain(inner.replace(/<[^>]+>/g, '')).trim();
}

function plain(markup: string): string {
  const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return markup.replace(
    /&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return named[name] ?? whole;
      return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
    },
  );
}
