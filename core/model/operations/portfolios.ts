import { answer, body, gzip, type Operation, object, ref, text } from './operation.ts';

const counts = { accounts: { type: 'integer' }, engagements: { type: 'integer' }, reps: { type: 'integer' } };

/** What is put: portfolios, whole and in parts. */
export const portfolios: readonly (readonly [string, Operation])[] = [
  [
    'PUT /v1/portfolios/{id}',
    {
      summary: 'Put a portfolio, whole or made of its parts',
      description:
        'Body portfolio/1, or portfolio-parts/1 with the digests of the parts uploaded before. At most 6 MiB as received (gzip welcome) and 48 MiB unpacked. Nothing is stored unless all of it is valid. An objection in it is kept for good, whatever a later portfolio says.',
      parameters: [gzip],
      requestBody: body('application/json', { oneOf: [ref('portfolio'), ref('portfolio-parts')] }),
      responses: { 200: answer('Stored', object({ portfolio: text, digest: text, ...counts })) },
    },
  ],
  [
    'PUT /v1/portfolios/{id}/parts/{n}',
    {
      summary: 'Put part n (from 0) of a large portfolio',
      description:
        'NDJSON: one record a line under the name of its kind, {"account": …}, {"engagement": …}, {"rep": …} or {"touch": …}. Violations name the line, /12/account/stake. Put again, a part is replaced. The portfolio changes when it is put with the list of digests.',
      parameters: [gzip],
      requestBody: body('application/x-ndjson', ref('portfolio-line')),
      responses: { 200: answer('Stored', object({ portfolio: text, part: { type: 'integer' }, digest: text })) },
    },
  ],
];
