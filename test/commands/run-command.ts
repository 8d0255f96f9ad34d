import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** What a process compiled once the next need not compile again: a command starts in a third of the time. */
const CACHE = join(ROOT, 'node_modules/.cache/commands');

/** A real command in a process of its own. */
export function run(command: string, ...args: string[]): Promise<Ran> {
  const file = join(ROOT, 'functions/commands', `${command}.ts`);
  return new Promise((done, failed) => {
    execFile(
      process.execPath,
      [file, ...args],
      { cwd: ROOT, maxBuffer: 1e8, env: { ...process.env, NODE_COMPILE_CACHE: CACHE } },
      (error, out, err) => {
        if (error === null) done({ code: 0, out, err });
        else if (typeof error.code === 'number') done({ code: error.code, out, err });
        else failed(error);
      },
    );
  });
}

export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), 'commands-'));
}

/** Name to bytes of every file below a folder. */
export function filesOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    names.flatMap((name) =>
      statSync(join(folder, name)).isFile() ? [[name, readFileSync(join(folder, name), 'utf8')]] : [],
    ),
  );
}
