import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readJson } from '../../functions/commands/read-json.ts';
import { emptyFolder } from './run-command.ts';

const folder = emptyFolder();

function written(content: string | Uint8Array): string {
  const file = join(folder, 'file.json');
  writeFileSync(file, content);
  return file;
}

describe('readJson', () => {
  it('reads a document behind a byte order mark', () => {
    expect(readJson(written('\ufeff{"a": 1}'))).toEqual({ a: 1 });
  });

  it('refuses a file that is too large before it reads it', () => {
    const file = written('');
    truncateSync(file, 300 * 1024 * 1024);
    expect(() => readJson(file)).toThrow(/has 314572800 bytes; give at most 268435456/);
  });

  it.each([
    ['nothing', '', /is empty/],
    ['a broken document', '{"a": ', /is not JSON: .*; give one whole JSON document/],
    ['what steers a terminal', '{"a": \u202ex}', /is not JSON: .*\\u202e/],
    ['Latin 1', new Uint8Array([0x22, 0xfc, 0x22]), /is not UTF-8, it begins with \[34,252,34\]/],
    ['gzip', gzipSync('{}'), /is compressed; unpack it with gunzip/],
    [
      'a name said twice',
      '{"a": [{"b": 1, "b": 2}]}',
      /1 violation\n {2}\/a\/0\/b {2}key\.repeated: received "b" again; say/,
    ],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x7b, 0x00]), /is not UTF-8/],
  ])('refuses %s and says what it is', (_, content, message) => {
    expect(() => readJson(written(content))).toThrow(message);
  });
});
