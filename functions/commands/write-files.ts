import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InputError } from './input-error.ts';

/** Writes a file whole or not at all: beside its place first, then renamed into it. */
export function writeFile(file: string, content: string): void {
  const draft = `${file}.${process.pid}.tmp`;
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(draft, content);
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Writes a directory of files, names with `/` between segments, whole or not at all. A directory with the file `mark`
 * in it was written by this function before and is replaced; until the last moment the old one stays as it is.
 * @throws InputError for a directory that holds something else: nobody's files are deleted.
 */
export function writeDirectory(directory: string, files: ReadonlyMap<string, string>, mark: string): void {
  refuseForeign(directory, mark);
  const draft = `${directory}.${process.pid}.tmp`;
  const old = `${directory}.${process.pid}.old`;
  try {
    for (const [name, content] of files) {
      mkdirSync(dirname(join(draft, name)), { recursive: true });
      writeFileSync(join(draft, name), content);
    }
    if (existsSync(directory)) renameSync(directory, old);
    renameSync(draft, directory);
  } finally {
    rmSync(draft, { recursive: true, force: true });
    if (existsSync(old) && !existsSync(directory)) renameSync(old, directory);
    rmSync(old, { recursive: true, force: true });
  }
}

/** Before any work is done: an answer after minutes that it was in vain would be rude. */
export function refuseForeign(directory: string, mark: string): void {
  if (!existsSync(directory)) return;
  const names = readdirSync(directory);
  if (names.length > 0 && !names.includes(mark))
    throw new InputError(
      `${directory} holds other files (${names.slice(0, 3).join(', ')}); name an empty or new directory`,
    );
}
