import { cpSync, mkdirSync, mkdtempSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bundleFunctions } from '../../infra/bundle/bundle-functions.ts';
import { codeDigest } from '../../infra/bundle/code-digest.ts';

const ROOT = resolve(import.meta.dirname, '../..');

describe('bundling', () => {
  it('makes one module of each function, with the digest of the code and whatever it imports', async () => {
    const root = sources();
    const { names, folder, code } = await bundleFunctions(root);
    expect(names).toEqual(['one', 'two']);
    const one: unknown = await import(pathToFileURL(join(folder, 'one/index.mjs')).href);
    expect(one).toMatchObject({ answer: { code: codeDigest(root), shared: 'shared', separator: '/' } });
    expect(code).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(readFileSync(join(root, 'dist/functions/one/index.mjs.map'), 'utf8')).toContain('functions/one/index.ts');
  });

  it('does nothing while nothing changes, and everything when the code does', async () => {
    const root = sources();
    const written = () => statSync(join(root, 'dist/functions/one/index.mjs')).mtimeMs;
    expect((await bundleFunctions(root)).fresh).toBe(true);
    const first = written();
    expect((await bundleFunctions(root)).fresh).toBe(false);
    expect(written()).toBe(first);
    write(root, 'core/model/a.ts', "export const shared = 'changed';");
    expect((await bundleFunctions(root)).fresh).toBe(true);
    expect(readFileSync(join(root, 'dist/functions/one/index.mjs'), 'utf8')).toContain('changed');
  });

  it('takes away the bundle of a function that is gone', async () => {
    const root = sources();
    await bundleFunctions(root);
    write(root, 'dist/functions/three/index.mjs', '');
    write(root, 'core/model/a.ts', "export const shared = 'again';");
    await bundleFunctions(root);
    expect(statSync(join(root, 'dist/functions/three'), { throwIfNoEntry: false })).toBeUndefined();
  });
});

describe('digest of the code', () => {
  it('is the same for the same files elsewhere, and does not see other files', () => {
    const [here, there] = [sources(), sources()];
    write(there, 'core/model/README.md', 'Words.');
    write(there, 'infra/app.ts', 'export {};');
    expect(codeDigest(there)).toBe(codeDigest(here));
  });

  it.each([
    ['a changed byte', 'core/model/a.ts', "export const shared = 'shared' ;"],
    ['a new file', 'functions/commands/plan.ts', ''],
    ['a new data file', 'core/calendar/packs/us.json', '{}'],
  ])('changes with %s', (_, path, content) => {
    const root = sources();
    const before = codeDigest(root);
    write(root, path, content);
    expect(codeDigest(root)).not.toBe(before);
  });

  it('changes when a byte moves from one file to the next', () => {
    const [here, there] = [sources(), sources()];
    write(here, 'core/x.ts', 'ab');
    write(here, 'core/y.ts', 'c');
    write(there, 'core/x.ts', 'a');
    write(there, 'core/y.ts', 'bc');
    expect(codeDigest(there)).not.toBe(codeDigest(here));
  });
});

/** A small repository with two functions, one of which needs `require`. */
function sources(): string {
  const root = mkdtempSync(join(tmpdir(), 'bundle-'));
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  cpSync(join(ROOT, 'package-lock.json'), join(root, 'package-lock.json'));
  write(root, 'core/model/a.ts', "export const shared = 'shared';");
  write(root, 'functions/shared/old.cjs', "exports.separator = require('path').posix.sep;");
  write(
    root,
    'functions/one/index.ts',
    "import { shared } from '../../core/model/a.ts'; import { separator } from '../shared/old.cjs';\n" +
      'declare const CODE_DIGEST: string; export const answer = { code: CODE_DIGEST, shared, separator };',
  );
  write(root, 'functions/two/index.ts', 'export const handler = () => 2;');
  write(root, 'functions/commands/index.ts', 'export const command = 1;');
  write(root, 'functions/half-made/handler.ts', 'export const unfinished = 1;');
  return root;
}

function write(root: string, path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}
