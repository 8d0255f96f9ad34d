import { answer, type Operation, object, ref, text } from './operation.ts';

const decisions = {
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
};
const anchors = {
  200: answer(
    'The anchors',
    object({ run: text, anchors: { type: 'array', items: ref('anchor') }, heads: ref('anchor-heads') }),
  ),
};
const content = {
  200: { ...answer('The content', {}, '*/*'), headers: { 'x-evidence-domain': { schema: text } } },
};

/** What an auditor reads of a run or a promotion, and what a person may have erased. */
export const evidence: readonly (readonly [string, Operation])[] = [
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
    'GET /v1/runs/{id}/decisions',
    {
      summary: 'Read who decided what',
      description: 'With the reason each gave, or that it is erased.',
      responses: decisions,
    },
  ],
  [
    'GET /v1/runs/{id}/anchor',
    {
      summary: 'Read the anchors over its trace',
      description: 'From the day of its last entry on; 404 until that day is over and anchored.',
      responses: anchors,
    },
  ],
  [
    'GET /v1/runs/{id}/evidence/{digest}',
    {
      summary: 'Read what a digest of its trace stands for',
      description:
        'Byte for byte, in its own media type. The digest is SHA-256 of the domain in x-evidence-domain, a zero byte and these bytes. npm run export fetches all of a run.',
      responses: content,
    },
  ],
  [
    'GET /v1/promotions/{id}/decisions',
    {
      summary: 'Read who decided what on a candidate',
      description: 'With the reason each gave, or that it is erased; `plan` is the proposal that was decided on.',
      responses: decisions,
    },
  ],
  [
    'GET /v1/promotions/{id}/anchor',
    {
      summary: 'Read the anchors over its trace',
      description: 'From the day of its last entry on; 404 until that day is over and anchored.',
      responses: anchors,
    },
  ],
  [
    'GET /v1/promotions/{id}/evidence/{digest}',
    {
      summary: 'Read what a digest of its trace stands for',
      description: 'As with runs. npm run export fetches all of a promotion.',
      responses: content,
    },
  ],
  [
    'POST /v1/subjects/{id}/erasure',
    {
      summary: 'Erase what a person wrote, or what was told of an account',
      description:
        'Destroys the key of the person, once and for all; asked again, it answers when that was. Traces stay valid, and show the text as erased. Outcomes told of an account of this id are removed; of an objection nothing stays but a keyed digest, so that it holds when the account comes back.',
      responses: { 200: answer('Erased', object({ subject: text, erasedAt: text })) },
    },
  ],
];
