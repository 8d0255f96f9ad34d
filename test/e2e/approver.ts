import { parseHTML } from 'linkedom';
import { z } from 'zod';
import { until } from '../local/fixture.ts';

const Store = z.object({
  emails: z.array(z.object({ to: z.array(z.string()), subject: z.string(), text: z.string() })),
});
export type Letter = z.infer<typeof Store>['emails'][number];

/** All mails to this person, oldest first. */
export async function lettersTo(inbox: string, address: string): Promise<Letter[]> {
  const { emails } = Store.parse(await (await fetch(`${inbox}/store`)).json());
  return emails.filter(({ to }) => to.includes(address));
}

/** The link in the n-th (from 0) mail to this person that has one, once it is there. */
export function linkTo(inbox: string, address: string, n = 0): Promise<string> {
  return until(async () => {
    const links = (await lettersTo(inbox, address)).flatMap(
      ({ text }) => /http\S+\/v1\/decisions\/\S+/.exec(text) ?? [],
    );
    return links[n];
  }, 60);
}

export interface Choice {
  readonly verdict?: 'approve' | 'reject' | 'changes';
  readonly confirmed?: boolean;
  readonly reason?: string;
}

/** A page as a person sees it: what answered, its heading, its words, and whether there is anything to decide. */
export interface Page {
  readonly status: number;
  readonly heading: string;
  readonly words: string;
  readonly fields: URLSearchParams | undefined;
  readonly action: URL | undefined;
}

export async function open(link: string): Promise<Page> {
  return pageOf(await fetch(link, { redirect: 'error' }), link);
}

/** Fills the page's own form in and sends it, as a browser does. */
export async function send({ fields, action }: Page, choice: Choice): Promise<Page> {
  if (fields === undefined || action === undefined) throw new Error('this page has no form');
  const filled = new URLSearchParams(fields);
  if (choice.verdict !== undefined) filled.set('verdict', choice.verdict);
  if (choice.confirmed === true) filled.set('confirmed', 'true');
  if (choice.reason !== undefined) filled.set('reason', choice.reason);
  return post(action, filled);
}

export async function post(action: URL, fields: URLSearchParams): Promise<Page> {
  const headers = { origin: action.origin };
  return pageOf(await fetch(action, { method: 'POST', body: fields, headers, redirect: 'error' }), action.href);
}

export async function decide(link: string, choice: Choice): Promise<Page> {
  return send(await open(link), choice);
}

export const APPROVE: Choice = { verdict: 'approve', confirmed: true };

async function pageOf(response: Response, at: string): Promise<Page> {
  const { document } = parseHTML(await response.text());
  const form = document.querySelector('form');
  const heading = document.querySelector('h1')?.textContent ?? '';
  const words = (document.querySelector('body')?.textContent ?? '').replace(/\s+/g, ' ');
  const said = { status: response.status, heading, words };
  if (form === null) return { ...said, fields: undefined, action: undefined };
  const fields = new URLSearchParams();
  // What a browser sends of an untouched form: hidden fields and texts, and only what is checked already.
  for (const input of form.querySelectorAll('input, textarea')) {
    const type = input.getAttribute('type');
    const sent = type === 'radio' || type === 'checkbox' ? input.hasAttribute('checked') : true;
    const value = input.getAttribute('value') ?? input.textContent ?? '';
    if (sent) fields.append(input.getAttribute('name') ?? '', value);
  }
  return { ...said, fields, action: new URL(form.getAttribute('action') ?? '', at) };
}
