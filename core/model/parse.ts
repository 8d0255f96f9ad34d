import type { z } from 'zod';
import { type Parsed, pointer, shown, type Violation } from './violation.ts';

type Issue = z.core.$ZodIssue;

/** Keys that change what an object is when they are copied: refused anywhere in a body. */
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** Parses a value against a contract; all violations at once, nothing half-taken. */
export function parse<T>(schema: z.ZodType<T>, value: unknown): Parsed<T> {
  const forbidden = forbiddenKeys(value);
  const result = schema.safeParse(value);
  if (result.success && forbidden.length === 0) return { ok: true, value: result.data };
  const issues = result.success ? [] : result.error.issues.flatMap((issue) => violationsOf(issue, value, []));
  return { ok: false, violations: [...forbidden, ...issues] };
}

/** One violation per forbidden key, at any depth; iterative, so that deep nesting cannot exhaust the stack. */
export function forbiddenKeys(body: unknown): Violation[] {
  const found: Violation[] = [];
  const open: { value: unknown; path: readonly PropertyKey[] }[] = [{ value: body, path: [] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next.value !== 'object' || next.value === null) continue;
    for (const [key, value] of Object.entries(next.value)) {
      const path = [...next.path, key];
      if (FORBIDDEN_KEYS.has(key)) {
        found.push({ path: pointer(path), rule: 'key.forbidden', received: shown(key), remedy: 'rename the key' });
      }
      if (typeof value === 'object' && value !== null) open.push({ value, path });
    }
  }
  return found;
}

function violationsOf(issue: Issue, body: unknown, base: readonly PropertyKey[]): Violation[] {
  const path = [...base, ...issue.path];
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
  return issue.message.replace(/^Invalid input: expected (.+?), received .*$/, 'give $1');
}

function at(body: unknown, path: readonly PropertyKey[]): unknown {
  let value: unknown = body;
  for (const segment of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.getOwnPropertyDescriptor(value, segment)?.value;
  }
  return value;
}
