import { MAX_LISTED_VIOLATIONS, type Violation } from './violation.ts';

/** Violations to show, in the order they were found, and how many of each kind are left out. */
export interface ViolationList {
  readonly listed: readonly Violation[];
  // Kinds with violations that are not listed, such as `reference.known at /ledger/*/account`, in order of their first.
  readonly more: readonly { readonly kind: string; readonly count: number }[];
}

/**
 * All violations where they are few. Where they are many, the first few of every kind (rule, and path but for positions),
 * so that one mistake made a thousand times does not hide the others. O(violations).
 */
export function listViolations(found: readonly Violation[], most = MAX_LISTED_VIOLATIONS): ViolationList {
  if (found.length <= most) return { listed: found, more: [] };
  const kinds = new Set(found.map(kindOf));
  const each = Math.max(1, Math.floor(most / kinds.size));
  const counts = new Map<string, number>();
  const listed = found.filter((violation) => {
    const kind = kindOf(violation);
    const seen = counts.get(kind) ?? 0;
    counts.set(kind, seen + 1);
    return seen < each;
  });
  const more = [...counts].flatMap(([kind, count]) => (count > each ? [{ kind, count: count - each }] : []));
  return { listed: listed.slice(0, most), more: [...more, ...cutOff(listed.length - most)] };
}

/** More kinds than fit: what the end of the list would have been. */
function cutOff(count: number): { kind: string; count: number }[] {
  return count > 0 ? [{ kind: 'other kinds', count }] : [];
}

function kindOf({ rule, path }: Violation): string {
  const place = path.replace(/\/\d+(?=\/|$)/g, '/*');
  return place === '' ? rule : `${rule} at ${place}`;
}
