import type { z } from 'zod';
import { type Parsed, pointer, shown, type Violation } from './violation.ts';

type Issue = z.core.$ZodIssue;

/** Keys that change what an object is when they are copied: refused anywhere in a body. */
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** Parses a value against a contract; all violations at once, nothing half-taken. */
export function parse<T>(schema: z.ZodType<T>, value: unknown): Parsed<T> {
  const forbidden = forbiddenContent(value);
  if (forbidden.some((violation) => violation.rule === 'depth.maximum')) return { ok: false, violations: forbidden };
  const result = schema.safeParse(value);
  if (result.success && forbidden.length === 0) return { ok: true, value: result.data };
  const issues = result.success
    ? []
    : withoutEchoes(result.error.issues).flatMap((issue) => violationsOf(issue, value));
  return { ok: false, violations: [...forbidden, ...issues] };
}

/** No contract nests deeper than this by far; deeper bodies are refused before anything walks them recursively. */
const MAX_DEPTH = 32;

/**
 * One violation per forbidden key and per text that UTF-8 cannot carry (half of a surrogate pair), and one where the body
 * nests too deep. Iterative and without path copies, so neither depth nor size can exhaust stack or memory. O(values).
 */
export function forbiddenContent(body: unknown): Violation[] {
  const found: Violation[] = [];
  const open: Place[] = [{ value: body, key: '', parent: undefined, depth: 0 }];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (typeof place.value === 'string' && !place.value.isWellFormed()) found.push(malformedText(place, place.value));
    if (typeof place.value !== 'object' || place.value === null) continue;
    if (place.depth > MAX_DEPTH) {
      return [
        { path: pathTo(place), rule: 'depth.maximum', received: 'deeper', remedy: `nest at most ${MAX_DEPTH} levels` },
      ];
    }
    for (const [key, value] of Object.entries(place.value)) {
      const inner: Place = { value, key, parent: place, depth: place.depth + 1 };
      if (FORBIDDEN_KEYS.has(key)) {
        found.push({ path: pathTo(inner), rule: 'key.forbidden', received: shown(key), remedy: 'rename the key' });
      }
      if (!key.isWellFormed()) found.push(malformedText(inner, key));
      open.push(inner);
    }
  }
  return found;
}

function malformedText(place: Place, text: string): Violation {
  return {
    path: pathTo(place),
    rule: 'text.well-formed',
    received: shown(text),
    remedy: 'remove the lone surrogate: it is half of a character',
  };
}

interface Place {
  readonly value: unknown;
  readonly key: string;
  readonly parent: Place | undefined;
  readonly depth: number;
}

function pathTo(place: Place): string {
  const segments: string[] = [];
  for (let at: Place | undefined = place; at?.parent !== undefined; at = at.parent) segments.push(at.key);
  return pointer(segments.reverse());
}

/** An integer beyond what is exact breaks two bounds at once; the bound of the field is the one to tell. */
function withoutEchoes(issues: readonly Issue[]): readonly Issue[] {
  const isBound = ({ code }: Issue) => code === 'too_big' || code === 'too_small';
  const bounded = new Set(
    issues.flatMap((issue) => (isBound(issue) && originOf(issue) !== 'int' ? [pointer(issue.path)] : [])),
  );
  return issues.filter((issue) => originOf(issue) !== 'int' || !bounded.has(pointer(issue.path)));
}

function originOf(issue: Issue): string | undefined {
  return issue.code === 'too_big' || issue.code === 'too_small' ? issue.origin : undefined;
}

function violationsOf(issue: Issue, body: unknown): Violation[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: pointer([...path, key]),
      rule: 'key.unknown',
      received: shown(at(body, [...path, key])),
      remedy: `remove ${shown(key)}; the contract has no such field`,
    }));
  }
  return [{ path: pointer(path), rule: ruleOf(issue), received: received(body, path), remedy: remedyOf(issue) }];
}

function received(body: unknown, path: readonly PropertyKey[]): string {
  const value = at(body, path);
  return value === undefined ? 'nothing' : shown(value);
}

function ruleOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `type.${issue.expected}`;
    case 'too_small':
      return `${issue.origin}.minimum`;
    case 'too_big':
      return `${issue.origin}.maximum`;
    case 'invalid_format':
      return `format.${issue.format}`;
    case 'invalid_value':
      return 'value.listed';
    case 'invalid_union':
      return 'value.listed';
    default:
      return `value.${issue.code}`;
  }
}

function remedyOf(issue: Issue): string {
  if (issue.code === 'invalid_value') return `use one of ${issue.values.map((value) => shown(value)).join(', ')}`;
  if (issue.code === 'invalid_union') return oneOf(issue.errors) ?? 'give one of the forms the contract lists';
  // Messages of the contract's own say what to do; those of the library say what is wrong.
  if (issue.code === 'too_big' && issue.message.startsWith('Too big')) return limit('at most', issue.maximum, issue);
  if (issue.code === 'too_small' && issue.message.startsWith('Too small'))
    return limit('at least', issue.minimum, issue);
  if (issue.code === 'invalid_format' && issue.message.startsWith('Invalid')) return `use a valid ${issue.format}`;
  return issue.message.replace(
    /^Invalid input: expected (.+?), received .*$/,
    (_, type: string) => `give ${kind(type)}`,
  );
}

function limit(bound: string, count: number | bigint, { origin }: { readonly origin: string }): string {
  if (origin === 'string') return `use ${bound} ${count} characters`;
  return origin === 'array' ? `give ${bound} ${count} entries` : `use ${bound} ${count}`;
}

/** What the options of a union take, where each of them is a plain kind of value or a list of them. */
function oneOf(options: readonly (readonly Issue[])[]): string | undefined {
  const kinds = options.map(([issue]) => {
    if (issue?.path.length !== 0) return undefined;
    if (issue.code === 'invalid_value') return issue.values.map((value) => shown(value)).join(', ');
    return issue.code === 'invalid_type' ? kind(issue.expected) : undefined;
  });
  return kinds.includes(undefined) || kinds.length === 0 ? undefined : `give one of ${kinds.join(', ')}`;
}

function kind(type: string): string {
  if (type === 'null' || type === 'undefined') return type;
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function at(body: unknown, path: readonly PropertyKey[]): unknown {
  let value: unknown = body;
  for (const segment of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.getOwnPropertyDescriptor(value, segment)?.value;
  }
  return value;
}
