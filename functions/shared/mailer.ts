import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { environment } from './environment.ts';
import { calling } from './transient.ts';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Longest subject line (RFC 5322: 998 characters in a line). */
const MAX_SUBJECT = 200;

/**
 * Sends mail. What must be sent once is wrapped by the caller in `runs.once`.
 * @throws Error where the address is not one plain address; Transient where a retry may help.
 */
export function mailer() {
  const { MAIL_FROM } = environment('MAIL_FROM');
  const client = new SESv2Client({});
  return async ({ to, subject, text, html }: Mail): Promise<void> => {
    if (!/^[^\s<>",;:@]+@[^\s<>",;:@]+$/.test(to)) throw new Error('mail: the recipient is not one plain address');
    const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });
    await calling(
      'send mail',
      client.send(
        new SendEmailCommand({
          FromEmailAddress: MAIL_FROM,
          Destination: { ToAddresses: [to] },
          Content: { Simple: { Subject: utf8(headerText(subject)), Body: { Text: utf8(text), Html: utf8(html) } } },
        }),
      ),
    );
  };
}

/** One header line: whatever could end the line or hide text becomes a space. */
export function headerText(text: string): string {
  return text
    .replace(/[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, MAX_SUBJECT);
}
