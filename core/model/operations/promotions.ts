import { answer, body, decidedAs, header, type Operation, object, page, pageOrJson, ref, text } from './operation.ts';

const decided = { oneOf: [ref('decision-request'), ref('delegation-request')] };

/** Policies on their way to everybody, and the baselines that stayed. */
export const promotions: readonly (readonly [string, Operation])[] = [
  [
    'POST /v1/policies',
    {
      summary: 'Submit a candidate policy',
      description:
        'Your own policy, or, with the scope policy-sets:write, the whole set. Starts its promotion: suites, an approval by a person who is not its author, shadow, canary, all, each watched. A set that changes no policy, but webhooks or how candidates are tried, has nothing to simulate and goes to its approvers at once. Nothing is in force by submitting it. The same Idempotency-Key is the same promotion. A tenant has one under way at a time.',
      parameters: [header('idempotency-key', true, '1 to 128 printable characters, new for every candidate')],
      requestBody: body('application/json', ref('policy-submission')),
      responses: { 202: { ...answer('Accepted', ref('promotion')), headers: { location: { schema: text } } } },
    },
  ],
  [
    'GET /v1/policies',
    {
      summary: 'Read the policy in force, the stable one, and the candidates, newest first',
      description: 'Without addresses.',
      responses: {
        200: answer(
          'The policies',
          object({
            deployed: ref('policy'),
            stable: { oneOf: [ref('policy'), { type: 'null' }] },
            baseline: { type: ['integer', 'null'] },
            candidates: { type: 'array', items: ref('promotion') },
          }),
        ),
      },
    },
  ],
  [
    'GET /v1/promotions/{id}',
    {
      summary: 'Read a promotion: where it is, what every suite found, and its trace',
      description: 'With Accept: text/html, as a page with pictures.',
      responses: {
        200: answer(
          'The promotion',
          object({
            promotion: ref('promotion'),
            suites: { type: 'array', items: object({ part: text, result: ref('suite-result') }) },
            found: { type: 'array', items: text },
            trace: { type: 'array', items: ref('trace') },
          }),
        ),
      },
    },
  ],
  [
    'GET /v1/baselines',
    {
      summary: 'List the baselines, the last stable one first',
      description: 'Versions are shared by all tenants; why one became stable is shown to who promoted it.',
      responses: {
        200: answer(
          'The baselines',
          object({
            baselines: {
              type: 'array',
              items: object({
                version: { type: 'integer' },
                at: text,
                flagsVersion: text,
                policyVersion: text,
                evidence: { oneOf: [ref('baseline-evidence'), { type: 'null' }] },
              }),
            },
          }),
        ),
      },
    },
  ],
  [
    'GET /v1/promotion-decisions/{reference}',
    {
      summary: 'Show the candidate that is to be decided on',
      description:
        'Changes nothing, however often it is opened. With Accept: application/json, the facts of the page; refusals are problem documents then.',
      responses: {
        200: pageOrJson('What is to be decided, or was', ref('promotion-decision-shown')),
        410: page('Too late'),
      },
    },
  ],
  [
    'POST /v1/promotion-decisions/{reference}',
    {
      summary: 'Decide on a candidate, once, or hand the decision over, once',
      description: 'Sent as JSON, it is answered as JSON.',
      requestBody: {
        required: true,
        content: {
          'application/x-www-form-urlencoded': { schema: decided },
          'application/json': { schema: decided },
        },
      },
      responses: { 200: pageOrJson('Recorded', decidedAs('promotion')), 409: page('Decided already, by anybody') },
    },
  ],
];
