import { pointer, shown } from '../../core/model/violation.ts';

export interface Difference {
  /** RFC 6901 pointer to the first place, in canonical order, where two JSON values differ. */
  readonly path: string;
  readonly expected: string;
  readonly actual: string;
}

/** Keys by code unit as in RFC 8785, lists by position; undefined where the values are equal. O(values). */
export function firstDifference(
  expected: unknown,
  actual: unknown,
  path: readonly PropertyKey[] = [],
): Difference | undefined {
  if (Object.is(expected, actual)) return undefined;
  const [left, right] = [children(expected), children(actual)];
  if (left === undefined || right === undefined || Array.isArray(expected) !== Array.isArray(actual))
    return { path: pointer(path), expected: described(expected), actual: described(actual) };
  const keys = Array.isArray(expected)
    ? [...(left.size > right.size ? left : right).keys()]
    : [...new Set([...left.keys(), ...right.keys()])].sort();
  for (const key of keys) {
    const difference = firstDifference(left.get(key), right.get(key), [...path, key]);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function children(value: unknown): ReadonlyMap<PropertyKey, unknown> | undefined {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : undefined;
}

function described(value: unknown): string {
  return value === undefined ? 'nothing' : shown(value);
}
