import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CanonicalError, canonicalBytes, canonicalText, MAX_DEPTH } from '../../core/trace/canonical.ts';

const vectors = join(dirname(fileURLToPath(import.meta.url)), '../../../shared/data/jcs');
const present = existsSync(vectors);

describe(`RFC 8785 vectors${present ? '' : ' (skipped: ../shared/data/jcs is not on this machine)'}`, () => {
  const names = present ? readdirSync(join(vectors, 'input')) : [];
  it.skipIf(!present)('are all there', () => {
    expect(names.length).toBeGreaterThanOrEqual(6);
  });
  it.each(names)('%s gives the published bytes', (name) => {
    const input: unknown = JSON.parse(readFileSync(join(vectors, 'input', name), 'utf8'));
    const bytes = canonicalBytes(input);
    const hex = readFileSync(join(vectors, 'outhex', name.replace('.json', '.txt')), 'utf8').replace(/\s/g, '');
    expect(Buffer.from(bytes).toString('hex')).toBe(hex);
    expect(Buffer.from(bytes).toString('utf8')).toBe(readFileSync(join(vectors, 'output', name), 'utf8').trimEnd());
  });
});

describe('canonicalText', () => {
  it.each<[string, unknown, string]>([
    [
      'sorts keys by UTF-16 unit, so an emoji comes before U+FB33',
      { '\ufb33': 1, '😀': 2, a: 3 },
      '{"a":3,"😀":2,"\ufb33":1}',
    ],
    ['writes numbers the shortest way', [1e21, 1e-7, 100, -0, 4.5, 1 / 3], '[1e+21,1e-7,100,0,4.5,0.3333333333333333]'],
    ['escapes only what it must', '\u0000\b\t"\\/€\u007f', '"\\u0000\\b\\t\\"\\\\/€\u007f"'],
    ['keeps array order and empty containers', [{}, [], null, true], '[{},[],null,true]'],
    ['takes objects without a prototype', Object.assign(Object.create(null), { b: 1, a: 2 }), '{"a":2,"b":1}'],
  ])('%s', (_, value, text) => {
    expect(canonicalText(value)).toBe(text);
  });

  const cycle: Record<string, unknown> = {};
  cycle['self'] = [cycle, cycle];
  it.each<[string, unknown, string, string]>([
    ['NaN', { a: [1, Number.NaN] }, 'finite-number', '/a/1'],
    ['an infinity', { 'a/b': { '~': -Infinity } }, 'finite-number', '/a~1b/~0'],
    ['an undefined property', { a: undefined }, 'defined', '/a'],
    ['an undefined root', undefined, 'defined', ''],
    // biome-ignore lint/suspicious/noSparseArray: the hole is what is tested
    ['a hole in an array', [1, , 2], 'defined', '/1'],
    ['a lone surrogate in a value', { a: 'x\ud800' }, 'well-formed-text', '/a'],
    ['a lone surrogate in a key', { a: { '\udc00': 1 } }, 'well-formed-text', '/a'],
    ['a bigint', { a: 1n }, 'json-value', '/a'],
    ['a function', [() => 1], 'json-value', '/0'],
    ['a date', { at: new Date(0) }, 'plain-object', '/at'],
    ['a map', new Map(), 'plain-object', ''],
    ['a cycle', cycle, 'nesting', ''],
  ])('refuses %s and names the place', (_, value, rule, path) => {
    const error = thrown(() => canonicalText(value));
    expect(error).toBeInstanceOf(CanonicalError);
    expect(error).toMatchObject({ name: 'CanonicalError', rule });
    if (rule !== 'nesting') expect(error).toMatchObject({ path });
  });

  it('takes the deepest nesting allowed and refuses one more', () => {
    const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
    expect(canonicalText(nested(MAX_DEPTH + 1))).toHaveLength(2 * (MAX_DEPTH + 1));
    expect(thrown(() => canonicalText(nested(MAX_DEPTH + 2)))).toMatchObject({ rule: 'nesting' });
  });

  it('is a fixed point under parsing and does not see key order', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (json) => {
        const value: unknown = JSON.parse(json);
        const text = canonicalText(value);
        expect(canonicalText(JSON.parse(text))).toBe(text);
        expect(canonicalText(reversedKeys(value))).toBe(text);
      }),
    );
  });
});

function thrown(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

function reversedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversedKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, child]) => [key, reversedKeys(child)]),
  );
}
