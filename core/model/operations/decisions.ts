import { decidedAs, type Operation, page, pageOrJson, ref } from './operation.ts';

/** The pages of an approver’s link, and what programs read and decide instead. */
export const decisions: readonly (readonly [string, Operation])[] = [
  [
    'GET /v1/decisions/{reference}',
    {
      summary: 'Show what is to be decided',
      description:
        'Changes nothing, however often it is opened. With Accept: application/json, the facts of the page; refusals are problem documents then.',
      responses: { 200: pageOrJson('What is to be decided, or was', ref('decision-shown')), 410: page('Too late') },
    },
  ],
  [
    'POST /v1/decisions/{reference}',
    {
      summary: 'Decide, once, or hand the decision over',
      description:
        'Sent as JSON, it is answered as JSON. With `delegate`, another person of the policy decides instead: they get a mail with a link of their own, and this reference is used up.',
      requestBody: {
        required: true,
        content: {
          'application/x-www-form-urlencoded': {
            schema: { oneOf: [ref('decision-request'), ref('delegation-request')] },
          },
          'application/json': { schema: { oneOf: [ref('decision-request'), ref('delegation-request')] } },
        },
      },
      responses: { 200: pageOrJson('Recorded', decidedAs('run')), 409: page('Decided already, by anybody') },
    },
  ],
];
