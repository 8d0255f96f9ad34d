import { answer, body, gzip, type Operation, object, ref, text } from './operation.ts';

const _counts = { accounts: { type: 'integer' }, engagements: { type: 'integer' }, reps: { type: 'integer' } };

/** What really happened, and what was learned and seen of it. */
export const outcomes: readonly (readonly [string, Operation])[] = [
  [
    'POST /v1/outcomes',
    {
      summary: 'Tell what really happened',
      description:
        'Body outcomes/1, up to 1000 in any order, late ones too; told again, an outcome is known and changes nothing. One malformed outcome refuses the batch with every violation. Outcomes about accounts and engagements nobody knows are kept aside, and counted if a plan turns out to know them. Of two that cannot both be true the one with the later `at` counts. After opted-out no further plan holds a meeting with the account.',
      parameters: [gzip],
      requestBody: body('application/json', ref('outcomes')),
      responses: {
        200: answer(
          'Stored',
          object({
            stored: { type: 'integer' },
            known: { type: 'integer' },
            aside: { type: 'integer' },
            outcomes: { type: 'array', items: ref('outcome-receipt') },
          }),
        ),
      },
    },
  ],
  [
    'GET /v1/learning',
    { summary: 'Read what outcomes say about forecasts', responses: { 200: answer('The report', ref('learning')) } },
  ],
  [
    'GET /v1/candidates',
    {
      summary: 'List corrections that outcomes ask for, newest first',
      description: 'A candidate changes nothing by itself: a promotion decides on it.',
      responses: {
        200: answer(
          'The candidates',
          object({
            candidates: { type: 'array', items: object({ digest: text, at: text, candidate: ref('candidate') }) },
          }),
        ),
      },
    },
  ],
  [
    'GET /v1/watch',
    {
      summary: 'Read what the monitor saw last',
      description: 'Each measure is kept, breached or unknown; unknown is neither an alarm nor a pass.',
      responses: { 200: answer('The report', ref('watch')) },
    },
  ],
];
