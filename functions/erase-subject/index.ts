import { AccountId, PersonId } from '../../core/model/ids.ts';
import { api } from '../shared/api.ts';
import { json, notFound } from '../shared/api-response.ts';
import { logger } from '../shared/log.ts';
import { outcomeStore } from '../shared/outcome-store.ts';
import { subjectStore } from '../shared/subject-store.ts';

const subjects = subjectStore();
const outcomes = outcomeStore();

/**
 * Erasure by destruction of the person's key; what was told of an account of this id is removed, and of an objection nothing
 * stays but its keyed digest, so that it holds when the account comes back. Repeatable; the same answer whether anything was kept about the person or
 * not, so the answer tells nobody who is known here.
 */
export const handler = api('erase-subject')({
  'POST /v1/subjects/{id}/erasure': async ({ caller, path }) => {
    const id = PersonId.safeParse(path['id']);
    if (!id.success) return notFound('subject');
    await outcomes.forget(caller.tenant, AccountId.parse(id.data));
    const erasedAt = await subjects.erase(caller.tenant, id.data);
    logger.info('subject erased', { tenant: caller.tenant });
    return json(200, { subject: id.data, erasedAt });
  },
});
