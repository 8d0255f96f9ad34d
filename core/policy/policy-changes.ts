import type { Policy } from '../model/policy.ts';
import type { PolicyChange } from '../model/promotion.ts';
import { pointer, shown } from '../model/violation.ts';

const ABSENT = 'not set';

/** Every value in which two policies differ, by path; that an address differs, and not which it is. */
export function policyChanges(from: Policy, to: Policy): readonly PolicyChange[] {
  const [before, after] = [values(from), values(to)];
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  return paths.flatMap((path) => {
    const [old, next] = [before.get(path), after.get(path)];
    if (old === next) return [];
    return path.endsWith('/email')
      ? [{ path, from: old === undefined ? ABSENT : 'an address', to: next === undefined ? ABSENT : 'another address' }]
      : [{ path, from: old ?? ABSENT, to: next ?? ABSENT }];
  });
}

/** Leaves by path; an empty list or object is a leaf. */
function values(policy: Policy): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const visit = (value: unknown, path: readonly string[]): void => {
    const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    if (entries.length === 0) {
      if (value !== undefined) found.set(pointer(path), path.at(-1) === 'email' ? String(value) : shown(value));
      return;
    }
    for (const [key, inner] of entries) visit(inner, [...path, key]);
  };
  visit(policy, []);
  return found;
}
