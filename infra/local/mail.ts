import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { AwsError, type AwsService } from './aws-endpoint.ts';
import { type Documents, documents } from './durable.ts';
import { inboxPage, mailPage } from './inbox-page.ts';
import { isObject, type Json, list, member, parseJson, text } from './json.ts';
import type { Resources } from './template.ts';

export type Mail = {
  readonly id: string;
  readonly at: string;
  readonly from: string;
  readonly to: string[];
  readonly cc: string[];
  readonly bcc: string[];
  readonly replyTo: string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
};

export type Inbox = { readonly service: AwsService; readonly handle: RequestListener; all(): Mail[] };

/**
 * Keeps what SES v2 is asked to send (simple content, not raw or templated), one file per mail, and shows it: a page at
 * `/`, each mail at `/mails/{id}`, all of them as JSON at `/store`, oldest first. No mail leaves the machine.
 */
export function openInbox(resources: Resources, folder: string): Inbox {
  const files = documents(folder);
  const mails = files.all().flatMap(({ value }) => (isMail(value) ? [value] : []));
  mails.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1));
  return { service: sesService(resources, mails, files), handle: showing(mails), all: () => [...mails] };
}

function sesService(resources: Resources, mails: Mail[], files: Documents): AwsService {
  const identities = resources.ofType('AWS::SES::EmailIdentity').map(({ name }) => name.toLowerCase());
  return ({ method, path, body }) => {
    if (method !== 'POST' || path !== '/v2/email/outbound-emails') {
      throw new AwsError('NotFoundException', `${method} ${path} has no stand-in on this host`, 404);
    }
    const input = parseJson(body.toString('utf8'));
    const from = text(input, 'FromEmailAddress') ?? '';
    const address = (/<([^>]+)>/.exec(from)?.[1] ?? from).toLowerCase();
    if (identities.length > 0 && !identities.some((one) => one === address || address.endsWith(`@${one}`))) {
      throw new AwsError(
        'MessageRejected',
        `Email address is not verified: ${from}; identities: ${identities.join(', ')}`,
      );
    }
    const simple = member(member(input, 'Content'), 'Simple');
    if (simple === undefined) throw new AwsError('BadRequestException', 'only simple content is taken on this host');
    const part = (name: string) => text(member(member(simple, 'Body'), name), 'Data') ?? '';
    const destination = member(input, 'Destination');
    const people = (key: string) => list(destination, key).map(String);
    const mail: Mail = {
      id: randomUUID(),
      at: new Date().toISOString(),
      from,
      to: people('ToAddresses'),
      cc: people('CcAddresses'),
      bcc: people('BccAddresses'),
      replyTo: list(input, 'ReplyToAddresses').map(String),
      subject: text(member(simple, 'Subject'), 'Data') ?? '',
      text: part('Text'),
      html: part('Html'),
    };
    if (mail.to.length + mail.cc.length + mail.bcc.length === 0) {
      throw new AwsError('BadRequestException', 'the mail has no destination');
    }
    files.put(mail.id, { ...mail });
    mails.push(mail);
    return { status: 200, headers: { 'content-type': 'application/json' }, body: { MessageId: mail.id } };
  };
}

function showing(mails: readonly Mail[]): RequestListener {
  return (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://inbox.local');
    const send = (status: number, type: string, body: string) => {
      response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' }).end(body);
    };
    if (pathname === '/') return send(200, 'text/html', inboxPage(mails));
    if (pathname === '/store') return send(200, 'application/json', JSON.stringify({ emails: mails }));
    const mail = mails.find(({ id }) => pathname === `/mails/${id}`);
    if (mail !== undefined) return send(200, 'text/html', mailPage(mail));
    return send(404, 'text/plain', 'no such mail\n');
  };
}

function isMail(value: Json | unknown): value is Mail {
  return (
    isObject(value) && typeof value['id'] === 'string' && typeof value['at'] === 'string' && Array.isArray(value['to'])
  );
}
