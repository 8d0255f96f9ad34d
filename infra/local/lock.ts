import { accessSync, constants, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readWhole } from './durable.ts';
import { numberOr } from './json.ts';

/** Data folders this very process holds: a recycled process id must not look like a living owner. */
const held = new Set<string>();

/**
 * Takes the data folder for this process. A lock whose process is gone (killed, or the machine restarted) is taken over.
 * @returns a function that gives the folder back
 * @throws Error `DataFolderInUse` or `DataFolderUnusable`, naming folder, owner or trouble, and remedy
 */
export function lockFolder(folder: string): () => void {
  makeFolder(folder);
  const path = join(folder, 'host.lock');
  const owner = numberOr(readOwner(path), 'pid', 0);
  if (held.has(folder) || (owner !== 0 && owner !== process.pid && isAlive(owner))) {
    const error = new Error(
      `data folder ${folder} is in use by process ${owner}; stop that one, or choose another folder with --data`,
    );
    error.name = 'DataFolderInUse';
    throw error;
  }
  writeFileSync(path, JSON.stringify({ pid: process.pid }));
  held.add(folder);
  return () => {
    held.delete(folder);
    rmSync(path, { force: true });
  };
}

/** A folder that can be written to; a lock file lies in it next. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    const trouble = cause instanceof Error ? cause.message : String(cause);
    const error = new Error(`data folder ${folder} cannot be used: ${trouble}; choose another folder with --data`, {
      cause,
    });
    error.name = 'DataFolderUnusable';
    throw error;
  }
}

function readOwner(path: string) {
  try {
    return readWhole(path);
  } catch {
    return undefined; // cut short by a kill while it was written: nobody's
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
