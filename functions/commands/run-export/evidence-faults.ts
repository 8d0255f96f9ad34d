import { Digest } from '../../../core/model/ids.ts';
import { chainReferences } from '../../../core/trace/references.ts';
import { leadsTo } from './collect.ts';
import { RUN_FILES } from './layout.ts';
import type { OpenedChain, OpenedExport } from './open-export.ts';

/** Files that are not as written, then what the chain or the run refers to and nobody has; each with who refers to it. */
export function evidenceFaults({ run, ...opened }: OpenedExport): string[] {
  const named = Object.entries(run).filter(([field]) => field.endsWith('Digest'));
  return chainFaults(
    opened,
    RUN_FILES.run,
    named.map(([field, digest]) => [field, Digest.parse(digest)]),
  );
}

/**
 * The same of any export.
 * @param named digests its record names, which its chain has to lead to, by field
 */
export function chainFaults(
  { entries, documents, faults }: OpenedChain,
  record: string,
  named: readonly (readonly [field: string, digest: Digest])[],
): string[] {
  const changed = faults.map(({ file, expected, actual }) => `  ${file}: expected ${expected}, actual ${actual}`);
  const listed = new Set(faults.map(({ expected }) => expected));
  const reached = new Map<Digest, string>();
  const open = [...chainReferences(entries)];
  for (const digest of open) reached.set(digest, namedBy(entries, digest));
  for (let digest = open.pop(); digest !== undefined; digest = open.pop()) {
    const document = documents.get(digest);
    if (document === undefined) continue;
    for (const reference of leadsTo(document)) {
      if (reached.has(reference)) continue;
      reached.set(reference, `${document.domain} ${digest}`);
      open.push(reference);
    }
  }
  const missing = [...reached]
    .filter(([digest]) => !documents.has(digest) && !listed.has(digest))
    .map(([digest, by]) => `  ${digest}, named by ${by}: expected in export.json, actual no such evidence`);
  const stray = named
    .filter(([, digest]) => entries.length > 0 && !reached.has(digest))
    .map(([field, digest]) => `  ${record} ${field}: expected a digest its trace leads to, actual ${digest}`);
  const found = [...changed, ...missing];
  // What leads on and cannot be read makes everything behind it look like a stray.
  return found.length > 0 ? found : stray;
}

function namedBy(entries: OpenedExport['entries'], digest: Digest): string {
  const entry = entries.find(({ input, output, policy, flags }) => [input, output, policy, flags].includes(digest));
  return entry === undefined ? 'the chain' : `entry ${entry.sequence} (${entry.step})`;
}
