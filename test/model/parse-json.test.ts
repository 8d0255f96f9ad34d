import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../core/model/parse-json.ts';

const paths = (text: string) => {
  const parsed = parseJson(text);
  return parsed.ok ? [] : parsed.violations.map(({ path }) => path);
};

describe('parseJson', () => {
  it('gives what JSON.parse gives of any text without a repeated name', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom(undefined, 2), (text, indent) => {
        const value: unknown = JSON.parse(text);
        expect(parseJson(JSON.stringify(value, null, indent))).toEqual({ ok: true, value });
      }),
    );
  });

  it('names a repeated name wherever it stands, with its path, and what to do', () => {
    expect(parseJson('{"accounts": [{"id": "A"}, {"stake": 1, "id": "B", "stake": 2}]}')).toEqual({
      ok: false,
      violations: [
        {
          path: '/accounts/1/stake',
          rule: 'key.repeated',
          received: '"stake" again',
          remedy: 'say each name once in its object: one of two values would be dropped unseen',
        },
      ],
    });
  });

  it.each([
    ['at the top', '{"a":1,"a":1}', ['/a']],
    ['three times', '{"a":1,"a":2,"a":3}', ['/a', '/a']],
    ['escaped otherwise', '{"a":1,"\\u0061":2}', ['/a']],
    ['empty', '{"":1,"":2}', ['/']],
    ['of the prototype', '{"__proto__":{},"__proto__":{}}', ['/__proto__']],
    ['after values that hold quotes, brackets and commas', '{"a":"\\"},{[,\\\\","b":[{},[]],"a":0}', ['/a']],
    ['in an object that stands twice', '{"a":{"b":1,"b":2},"a":{"b":1}}', ['/a/b', '/a']],
    ['with what a pointer escapes', '{"a/b":{"~":1,"~":2}}', ['/a~1b/~0']],
    ['behind white space', ' {\n "a" : 1 ,\t"a" : 2 } ', ['/a']],
  ])('finds a name %s', (_, text, found) => {
    expect(paths(text)).toEqual(found);
  });

  it.each([
    ['in other objects', '{"a":{"a":1},"b":{"a":1}}'],
    ['as a value', '{"a":"a","b":["a","a"]}'],
    ['in another case', '{"a":1,"A":2}'],
  ])('takes a name again %s', (_, text) => {
    expect(paths(text)).toEqual([]);
  });

  it('finds the one name said twice anywhere in any document', () => {
    const names = fc.uniqueArray(fc.string({ unit: 'binary', maxLength: 4 }), { minLength: 1, maxLength: 6 });
    const values = fc.constantFrom('0', '"{,"', '[1,{"a":"]"}]', '{"a":{"b":"\\""}}');
    fc.assert(
      fc.property(names, fc.nat(), fc.nat(), values, (all, twice, where, value) => {
        const again = all[twice % all.length] ?? '';
        const members = all.map((name) => `${JSON.stringify(name)}:${value}`);
        members.splice(where % (members.length + 1), 0, `${JSON.stringify(again)}:${value}`);
        expect(paths(`[[],{${members.join(',')}}]`)).toEqual([
          `/1/${again.replaceAll('~', '~0').replaceAll('/', '~1')}`,
        ]);
      }),
    );
  });

  it('lists no more names than one answer does, and survives any depth', () => {
    expect(paths(`{"a":0${',"a":0'.repeat(5_000)}}`)).toHaveLength(100);
    expect(paths(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toEqual([]);
  });

  it('throws where the text is not JSON', () => {
    expect(() => parseJson('{"a":1,"a"')).toThrow(SyntaxError);
  });
});
