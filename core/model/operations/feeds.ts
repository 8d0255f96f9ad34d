import { answer, type Operation, object, text } from './operation.ts';

/** Where plans go: calendars and webhooks. */
export const feeds: readonly (readonly [string, Operation])[] = [
  [
    'GET /v1/webhook',
    {
      summary: 'Read where events go, and the secret to verify them with',
      description: 'Events are signed as Standard Webhooks say: webhook-id, webhook-timestamp, webhook-signature.',
      responses: { 200: answer('The webhook', object({ url: { type: ['string', 'null'] }, secret: text })) },
    },
  ],
  [
    'GET /v1/feeds',
    {
      summary: 'List the calendar of every rep who has one',
      description:
        'Each address is the credential of one calendar, good for a year: give it to that rep alone. Asked again, the addresses are new ones and the old ones stay good.',
      responses: {
        200: answer('The calendars', object({ feeds: { type: 'array', items: object({ rep: text, url: text }) } })),
      },
    },
  ],
  [
    'GET /v1/feeds/{reference}',
    {
      summary: 'Read the calendar of a rep',
      description: 'The reference may end in .ics.',
      responses: { 200: answer('The calendar', text, 'text/calendar'), 304: { description: 'Not changed' } },
    },
  ],
];
