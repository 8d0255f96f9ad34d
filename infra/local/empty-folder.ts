import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** All that a host keeps at the top of its data folder; a name being written ends in `.draft` until it is whole. */
const KEPT = new Set([
  'appconfig.json',
  'dynamodb',
  'executions',
  'inline',
  'issuer.json',
  'logs',
  'mails',
  'out',
  'queues',
  'secrets',
]);
/** This host's own by now. */
const LOCK = 'host.lock';

/**
 * Empties a data folder but for its lock; one that holds anything of others is left as it is.
 * @throws Error `NotADataFolder`
 */
export function emptyFolder(folder: string): void {
  refuseForeignFolder(folder);
  for (const name of contents(folder)) rmSync(join(folder, name), { recursive: true, force: true });
}

/**
 * A folder with anything but a host's data in it is no data folder, and `--data` was mistyped.
 * @throws Error `NotADataFolder` naming folder, what is in it and the remedy
 */
export function refuseForeignFolder(folder: string): void {
  const foreign = contents(folder)
    .filter((name) => !KEPT.has(name.replace(/\.draft$/, '')))
    .sort();
  if (foreign.length > 0) {
    const more = foreign.length > 1 ? ` and ${foreign.length - 1} more` : '';
    const error = new Error(
      `${folder} holds ${foreign[0]}${more}, which is nothing of this application: nothing was removed; choose another folder with --data, or start without --fresh`,
    );
    error.name = 'NotADataFolder';
    throw error;
  }
}

function contents(folder: string): string[] {
  return readdirSync(folder).filter((name) => name !== LOCK);
}
