import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Json, parseJson } from './json.ts';

/** A folder of JSON documents, one file each. A document is whole or absent, whatever moment the process is killed at. */
export type Documents = {
  all(): { key: string; value: Json }[];
  put(key: string, value: Json): void;
  remove(key: string): void;
};

export function documents(folder: string): Documents {
  mkdirSync(folder, { recursive: true });
  const pathOf = (key: string) => join(folder, `${encodeURIComponent(key)}.json`);
  return {
    all: () =>
      readdirSync(folder)
        .filter((file) => file.endsWith('.json'))
        .sort()
        .map((file) => ({
          key: decodeURIComponent(file.slice(0, -'.json'.length)),
          value: parseJson(readFileSync(join(folder, file), 'utf8')),
        })),
    put: (key, value) => writeWhole(pathOf(key), JSON.stringify(value)),
    remove: (key) => rmSync(pathOf(key), { force: true }),
  };
}

/** Replaces a file in one step. Secrets lie in here, so only the owner may read it. */
export function writeWhole(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.draft`;
  writeFileSync(draft, content, { mode: 0o600 });
  renameSync(draft, path);
}

/** The JSON in a file, or undefined when there is no such file. */
export function readWhole(path: string): Json | undefined {
  try {
    return parseJson(readFileSync(path, 'utf8'));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new Error(`${path} cannot be read as JSON; start with --fresh to begin anew`, { cause });
  }
}
