import { type Operation, page, ref } from './operation.ts';

/** The pages of an approver’s link. */
export const decisions: readonly (readonly [string, Operation])[] = [
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
];
