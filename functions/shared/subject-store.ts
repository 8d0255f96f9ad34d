import { randomBytes } from 'node:crypto';
import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from 'jose';
import { z } from 'zod';
import { PersonId, type TenantId } from '../../core/model/ids.ts';
import { Sealed } from '../../core/model/sealed.ts';
import { Instant } from '../../core/model/units.ts';
import { now } from './clock.ts';
import { environment } from './environment.ts';
import { table } from './tables.ts';

/** AES-256. */
const KEY_BYTES = 32;

const SubjectKey = z.discriminatedUnion('state', [
  z.object({ state: z.literal('kept'), key: z.instanceof(Uint8Array), since: Instant }),
  /** The key is destroyed; the record stays, so that nothing is ever sealed readably under this id again. */
  z.object({ state: z.literal('erased'), at: Instant }),
]);
type SubjectKey = z.infer<typeof SubjectKey>;
const Header = z.object({ kid: PersonId, of: z.string() });

export type Opened =
  | { readonly state: 'kept'; readonly text: string }
  | { readonly state: 'erased' }
  /** Sealed for another record, or changed: somebody moved it here. */
  | { readonly state: 'foreign' };

export type SubjectStore = ReturnType<typeof subjectStore>;

/**
 * Personal text under one key per person. Evidence holds what `seal` gives; only this table can open it, and erasure
 * destroys the one key instead of looking for every copy.
 */
export function subjectStore() {
  const { SUBJECTS_TABLE } = environment('SUBJECTS_TABLE');
  const keys = table(SUBJECTS_TABLE, SubjectKey);
  const place = (tenant: TenantId, subject: PersonId) => ({ pk: `${tenant}#subject#${subject}`, sk: 'key' });

  const keyOf = async (tenant: TenantId, subject: PersonId): Promise<SubjectKey> => {
    const made = { state: 'kept' as const, key: new Uint8Array(randomBytes(KEY_BYTES)), since: now() };
    const known = await keys.get(place(tenant, subject));
    if (known !== undefined) return known;
    const put = await keys.putOnce(place(tenant, subject), made);
    return put.created ? made : put.existing;
  };

  return {
    /**
     * @param of the record the text belongs to, such as `decision/run-…`; opened for another one it is foreign
     * @returns a JWE under the person's key; for an erased person under a key nobody has, so it reads as erased
     */
    async seal(tenant: TenantId, subject: PersonId, of: string, text: string): Promise<Sealed> {
      const held = await keyOf(tenant, subject);
      const key = held.state === 'kept' ? held.key : randomBytes(KEY_BYTES);
      const jwe = new CompactEncrypt(new TextEncoder().encode(text));
      jwe.setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: subject, of });
      return Sealed.parse(await jwe.encrypt(key));
    },

    async open(tenant: TenantId, of: string, sealed: Sealed): Promise<Opened> {
      const header = Header.safeParse(decodeProtectedHeader(sealed));
      if (!header.success || header.data.of !== of) return { state: 'foreign' };
      const held = await keys.get(place(tenant, header.data.kid));
      if (held === undefined) return { state: 'foreign' };
      if (held.state === 'erased') return { state: 'erased' };
      try {
        const { plaintext } = await compactDecrypt(sealed, held.key, {
          keyManagementAlgorithms: ['dir'],
          contentEncryptionAlgorithms: ['A256GCM'],
        });
        return { state: 'kept', text: new TextDecoder().decode(plaintext) };
      } catch {
        return { state: 'foreign' };
      }
    },

    /** Destroys the person's key. Asked again, it answers when that was. A person without a key gets none later either. */
    async erase(tenant: TenantId, subject: PersonId): Promise<string> {
      const after = await keys.amend(place(tenant, subject), (current) =>
        current?.state === 'erased' ? current : { state: 'erased', at: now() },
      );
      if (after?.state !== 'erased') throw new Error('unreachable: an erased key is stored as erased');
      return after.at;
    },
  };
}
