import type { Digest } from '../../../core/model/ids.ts';
import { canonicalText } from '../../../core/trace/canonical.ts';
import { digest } from '../../../core/trace/digest.ts';
import type { EvidenceAccess } from '../../shared/evidence-store.ts';
import type { Documents } from './documents.ts';

/** The evidence of an export, and in memory what a replay makes: nothing else can be read. */
export function replayEvidence(documents: Documents): EvidenceAccess {
  const made = new Map<Digest, string>();
  return {
    async get(_tenant, domain, wanted, contract) {
      const found = documents.get(wanted);
      const text = made.get(wanted) ?? (found?.domain === domain ? found.text : undefined);
      if (text === undefined) throw new MissingEvidence(`${wanted} (${domain}) is not in the export as it was written`);
      return contract.parse(JSON.parse(text));
    },
    async put(_tenant, domain, value) {
      const name = digest(domain, value);
      made.set(name, canonicalText(value));
      return name;
    },
  };
}

/** A step read what the run did not keep, or what was changed since. */
export class MissingEvidence extends Error {
  override readonly name = 'MissingEvidence';
}
