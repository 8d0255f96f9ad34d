import type { TenantId } from '../../core/model/ids.ts';
import { Sealed } from '../../core/model/sealed.ts';
import type { Said } from '../../core/report/said.ts';
import type { SubjectStore } from './subject-store.ts';

/** Opens the reason of a record, such as `stop/run-…`, for people; null or empty: none was given. */
export async function saidIn(
  subjects: Pick<SubjectStore, 'open'>,
  tenant: TenantId,
  of: string,
  reason: string | null,
): Promise<Said> {
  if (reason === null || reason === '') return { state: 'none' };
  const sealed = Sealed.safeParse(reason);
  return sealed.success ? subjects.open(tenant, of, sealed.data) : { state: 'foreign' };
}
