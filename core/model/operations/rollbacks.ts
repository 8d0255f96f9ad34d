import { answer, body, header, type Operation, object, ref } from './operation.ts';

/** Rollbacks, asked for or made by a mission. */
export const rollbacks: readonly (readonly [string, Operation])[] = [
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
];
