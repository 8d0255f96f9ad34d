/** One broken rule of a contract: where, which rule, what was received, and what to do about it. */
export interface Violation {
  /** RFC 6901 JSON pointer into the body, '' is the whole body. */
  readonly path: string;
  /** Stable name of the rule, for programs. */
  readonly rule: string;
  /** The value received, as JSON, shortened to 120 characters. */
  readonly received: string;
  /** What to change, for people. */
  readonly remedy: string;
}

/** Outcome of parsing: the value, or every violation found. Never half of each. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly violations: readonly Violation[] };

/** At most this many violations are listed in one answer; the rest is counted. */
export const MAX_LISTED_VIOLATIONS = 100;

/** Path segments to an RFC 6901 pointer. */
export function pointer(segments: readonly PropertyKey[]): string {
  return segments.map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/**
 * A received value as short printable JSON: control and bidirectional characters as code points, containers by their
 * first entries only. The cost does not depend on how large or deep the value is.
 */
export function shown(value: unknown): string {
  const json =
    typeof value === 'number' && !Number.isFinite(value)
      ? String(value)
      : (JSON.stringify(outline(value)) ?? String(value));
  const visible = json.replace(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return visible.length > 120 ? `${visible.slice(0, 117)}...` : visible;
}

function outline(value: unknown): unknown {
  if (typeof value === 'string') return value.slice(0, 120);
  if (Array.isArray(value)) return value.slice(0, 8).map(leaf);
  if (typeof value !== 'object' || value === null) return value;
  const shallow: [string, unknown][] = [];
  for (const key in value) {
    if (shallow.length === 8) break;
    shallow.push([key, leaf(Object.getOwnPropertyDescriptor(value, key)?.value)]);
  }
  return Object.fromEntries(shallow);
}

function leaf(value: unknown): unknown {
  if (typeof value === 'string') return value.slice(0, 120);
  if (Array.isArray(value)) return value.length === 0 ? [] : ['…'];
  return typeof value === 'object' && value !== null ? '{…}' : value;
}
