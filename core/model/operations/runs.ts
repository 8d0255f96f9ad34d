import { answer, body, header, type Operation, object, page, query, ref, text } from './operation.ts';

/** Runs and what they made. */
export const runs: readonly (readonly [string, Operation])[] = [
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
];
