import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Names of the functions there are sources for: folders of `functions/` with an `index.ts`, in order. */
export function functionFolders(root: string): string[] {
  return readdirSync(join(root, 'functions'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'shared' && entry.name !== 'commands')
    .map((entry) => entry.name)
    .filter((name) => existsSync(join(root, 'functions', name, 'index.ts')))
    .sort();
}
