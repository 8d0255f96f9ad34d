import type { Policy, PolicySet } from '../model/policy.ts';
import type { PolicyChange } from '../model/promotion.ts';
import { pointer, shown } from '../model/violation.ts';

const ABSENT = 'not set';

/** Every value in which two policies differ, by path; of a mail address that it differs, and not which it is. */
export function policyChanges(from: Policy, to: Policy): readonly PolicyChange[] {
  return changesBetween(from, to);
}

/**
 * Every value beside its policies in which two sets differ: webhooks, and how candidates are tried. Of a webhook the host is
 * named, since somebody approves where data goes, and nothing behind it, which may be a secret.
 */
export function setChanges(from: PolicySet, to: PolicySet): readonly PolicyChange[] {
  const around = ({ webhooks, promotion }: PolicySet) => ({ webhooks, promotion });
  return changesBetween(around(from), around(to));
}

function changesBetween(from: object, to: object): readonly PolicyChange[] {
  const [before, after] = [values(from), values(to)];
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  return paths.flatMap((path) => {
    const [old, next] = [before.get(path), after.get(path)];
    if (old === next) return [];
    if (path.endsWith('/url')) return [{ path, ...hosts(old, next) }];
    return path.endsWith('/email')
      ? [{ path, from: old === undefined ? ABSENT : 'an address', to: next === undefined ? ABSENT : 'another address' }]
      : [{ path, from: old ?? ABSENT, to: next ?? ABSENT }];
  });
}

/** Leaves by path; an empty list or object is a leaf. */
function values(document: object): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const visit = (value: unknown, path: readonly string[]): void => {
    const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    if (entries.length === 0) {
      if (value !== undefined) found.set(pointer(path), isAddress(pointer(path)) ? String(value) : shown(value));
      return;
    }
    for (const [key, inner] of entries) visit(inner, [...path, key]);
  };
  visit(document, []);
  return found;
}

function hosts(old: string | undefined, next: string | undefined): { readonly from: string; readonly to: string } {
  const [from, to] = [old, next].map((url) => (url === undefined ? ABSENT : new URL(url).origin));
  return { from: from ?? ABSENT, to: from === to ? `${to}, another address there` : (to ?? ABSENT) };
}

/** Of a person or of a webhook, which may hold a secret. */
function isAddress(path: string): boolean {
  return path.endsWith('/email') || path.endsWith('/url');
}
