import type { JsonSchema } from './json-schemas.ts';

/** What the API document says about a route beyond what the table of routes knows. */
export interface Operation {
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly JsonSchema[];
  readonly requestBody?: JsonSchema;
  readonly responses: Readonly<Record<string, JsonSchema>>;
}

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const text = { type: 'string' };
const object = (properties: JsonSchema) => ({ type: 'object', properties, required: Object.keys(properties) });
const body = (mediaType: string, schema: JsonSchema) => ({ required: true, content: { [mediaType]: { schema } } });
const answer = (description: string, schema: JsonSchema, mediaType = 'application/json') => ({
  description,
  content: { [mediaType]: { schema } },
});
const header = (name: string, required: boolean, description: string) => ({
  name,
  in: 'header',
  required,
  description,
  schema: text,
});
const query = (name: string, schema: JsonSchema, description: string) => ({
  name,
  in: 'query',
  required: false,
  description,
  schema,
});
const counts = { accounts: { type: 'integer' }, engagements: { type: 'integer' }, reps: { type: 'integer' } };
const gzip = header('content-encoding', false, 'gzip, or none');
const page = (description: string) => answer(description, text, 'text/html');

/** By method and path; HEAD says the same as GET. */
export const operations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  [
    'PUT /v1/portfolios/{id}',
    {
      summary: 'Put a portfolio, whole or made of its parts',
      description:
        'Body portfolio/1, or portfolio-parts/1 with the digests of the parts uploaded before. At most 6 MiB as received (gzip welcome) and 48 MiB unpacked. Nothing is stored unless all of it is valid.',
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
  [
    'POST /v1/runs',
    {
      summary: 'Ask for a run on a portfolio',
      description:
        'Answers at once; follow Location. The same Idempotency-Key is the same run; with another body it is refused with 409. While another run of the tenant is under way, the policy refuses (409) or queues.',
      parameters: [header('idempotency-key', true, '1 to 128 printable characters, new for every run you want')],
      requestBody: body('application/json', ref('run-request')),
      responses: { 202: { ...answer('Accepted', ref('run')), headers: { location: { schema: text } } } },
    },
  ],
  [
    'GET /v1/runs',
    {
      summary: 'List runs, newest first',
      parameters: [
        query('limit', { type: 'integer', minimum: 1, maximum: 100, default: 20 }, 'Runs a page'),
        query('cursor', text, 'As the page before gave it'),
      ],
      responses: {
        200: answer('A page', {
          type: 'object',
          properties: { runs: { type: 'array', items: ref('run') }, cursor: text },
          required: ['runs'],
        }),
      },
    },
  ],
  [
    'GET /v1/runs/{id}',
    {
      summary: 'Read a run',
      description: 'With Accept: text/html, as a page: what became of it, why, what to do, and each step.',
      responses: { 200: answer('The run', ref('run')) },
    },
  ],
  ['GET /v1/runs/{id}/plan', { summary: 'Read its plan', responses: { 200: answer('The plan', ref('plan')) } }],
  [
    'GET /v1/runs/{id}/report',
    {
      summary: 'Read its outcome report',
      description: 'Of a run that ended before it had a plan, the page of the run.',
      responses: { 200: page('The report') },
    },
  ],
  [
    'GET /v1/runs/{id}/scorecard',
    { summary: 'Read its scorecard', responses: { 200: answer('The scorecard', ref('scorecard')) } },
  ],
  [
    'GET /v1/runs/{id}/trace',
    {
      summary: 'Read its trace',
      description: 'The hash chain, when each entry was written, and the head the run keeps of it.',
      responses: {
        200: answer(
          'The trace',
          object({
            run: text,
            head: { type: ['string', 'null'] },
            entries: { type: 'array', items: ref('trace') },
            writtenAt: { type: 'array', items: text },
          }),
        ),
      },
    },
  ],
  [
    'GET /v1/runs/{id}/incident',
    {
      summary: 'Read its incident packet',
      description: 'With Accept: text/html, as a page.',
      responses: { 200: answer('The packet', ref('incident')) },
    },
  ],
  [
    'GET /v1/runs/{id}/follow-ups',
    {
      summary: 'Read what stays to be done',
      responses: { 200: answer('The follow-ups', { type: 'array', items: ref('follow-up') }) },
    },
  ],
  [
    'GET /v1/runs/{id}/decisions',
    {
      summary: 'Read who decided what',
      description: 'With the reason each gave, or that it is erased.',
      responses: {
        200: answer(
          'The decisions',
          object({
            run: text,
            decisions: {
              type: 'array',
              items: object({
                gate: { type: 'integer' },
                approver: text,
                verdict: { enum: ['approve', 'reject', 'changes'] },
                plan: text,
                shown: text,
                at: text,
                document: text,
                reason: {
                  type: 'object',
                  properties: { state: { enum: ['none', 'kept', 'erased', 'foreign'] }, text },
                  required: ['state'],
                },
              }),
            },
          }),
        ),
      },
    },
  ],
  [
    'GET /v1/runs/{id}/anchor',
    {
      summary: 'Read the anchors over its trace',
      description: 'From the day of its last entry on; 404 until that day is over and anchored.',
      responses: {
        200: answer(
          'The anchors',
          object({ run: text, anchors: { type: 'array', items: ref('anchor') }, heads: ref('anchor-heads') }),
        ),
      },
    },
  ],
  [
    'GET /v1/runs/{id}/evidence/{digest}',
    {
      summary: 'Read what a digest of its trace stands for',
      description:
        'Byte for byte, in its own media type. The digest is SHA-256 of the domain in x-evidence-domain, a zero byte and these bytes. npm run export fetches all of a run.',
      responses: { 200: { ...answer('The content', {}, '*/*'), headers: { 'x-evidence-domain': { schema: text } } } },
    },
  ],
  [
    'POST /v1/subjects/{id}/erasure',
    {
      summary: 'Erase what a person wrote',
      description:
        'Destroys the key of the person, once and for all; asked again, it answers when that was. Traces stay valid, and show the text as erased.',
      responses: { 200: answer('Erased', object({ subject: text, erasedAt: text })) },
    },
  ],
  [
    'POST /v1/runs/{id}/stop',
    {
      summary: 'Stop a run before its next step',
      requestBody: {
        required: false,
        content: { 'application/json': { schema: { type: 'object', properties: { reason: text } } } },
      },
      responses: { 202: answer('Stopping', object({ run: text, stopping: { type: 'boolean' } })) },
    },
  ],
  [
    'POST /v1/rollbacks',
    {
      summary: 'Go back to the last stable baseline',
      description:
        'Policy, thresholds and flags together, as a deployment of the versions of the baseline; a deployment under way is stopped first. The plan in force goes too where it was made under another configuration, or where `run` names it. Flags never allow more than before: a stop that is set stays set. Asked twice, or while another rollback is at it, it ends at the same place. 202: a deployment that makes flags stricter is under way, and the rest follows by itself.',
      parameters: [
        header('idempotency-key', false, '1 to 128 printable characters; the same key is the same rollback'),
      ],
      requestBody: body('application/json', ref('rollback-request')),
      responses: { 200: answer('Done', ref('rollback')), 202: answer('Under way', ref('rollback')) },
    },
  ],
  [
    'GET /v1/rollbacks',
    {
      summary: 'List rollbacks, newest first, those of missions among them',
      responses: { 200: answer('The rollbacks', object({ rollbacks: { type: 'array', items: ref('rollback') } })) },
    },
  ],
  [
    'GET /v1/rollbacks/{id}',
    {
      summary: 'Read a rollback and its trace',
      description: 'With Accept: text/html, its incident packet as a page.',
      responses: {
        200: answer(
          'The rollback',
          object({ rollback: ref('rollback'), trace: { type: 'array', items: ref('trace') } }),
        ),
      },
    },
  ],
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
  [
    'POST /v1/policies',
    {
      summary: 'Submit a candidate policy',
      description:
        'Your own policy, or, with the scope policy-sets:write, the whole set. Starts its promotion: suites, an approval by a person who is not its author, shadow, canary, all, each watched. Nothing is in force by submitting it. The same Idempotency-Key is the same promotion. A tenant has one under way at a time.',
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
      description: 'Changes nothing, however often it is opened.',
      responses: { 200: page('The approval page'), 410: page('Too late') },
    },
  ],
  [
    'POST /v1/promotion-decisions/{reference}',
    {
      summary: 'Decide on a candidate, once',
      requestBody: {
        required: true,
        content: {
          'application/x-www-form-urlencoded': { schema: ref('decision-request') },
          'application/json': { schema: ref('decision-request') },
        },
      },
      responses: { 200: page('Recorded'), 409: page('Decided already, by anybody') },
    },
  ],
  [
    'GET /v1/webhook',
    {
      summary: 'Read where events go, and the secret to verify them with',
      description: 'Events are signed as Standard Webhooks say: webhook-id, webhook-timestamp, webhook-signature.',
      responses: { 200: answer('The webhook', object({ url: { type: ['string', 'null'] }, secret: text })) },
    },
  ],
  [
    'GET /v1/decisions/{reference}',
    {
      summary: 'Show what is to be decided',
      description: 'Changes nothing, however often it is opened.',
      responses: { 200: page('The approval page'), 410: page('Too late') },
    },
  ],
  [
    'POST /v1/decisions/{reference}',
    {
      summary: 'Decide, once, or hand the decision over',
      description:
        'With `delegate`, another person of the policy decides instead: they get a mail with a link of their own, and this reference is used up.',
      requestBody: {
        required: true,
        content: {
          'application/x-www-form-urlencoded': {
            schema: { oneOf: [ref('decision-request'), ref('delegation-request')] },
          },
          'application/json': { schema: { oneOf: [ref('decision-request'), ref('delegation-request')] } },
        },
      },
      responses: { 200: page('Recorded'), 409: page('Decided already, by anybody') },
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
  [
    'GET /v1/openapi.json',
    { summary: 'Read this document', responses: { 200: answer('OpenAPI 3.1', { type: 'object' }) } },
  ],
  [
    'GET /v1/health',
    { summary: 'Whether the API is up', responses: { 200: answer('Up', object({ status: text, code: text })) } },
  ],
]);
