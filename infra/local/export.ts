import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { ApiClient } from './http-client.ts';

const COMMAND = join(resolve(import.meta.dirname, '../..'), 'functions/commands/export.ts');

/** `npm run export`, as anybody with a token would. @throws Error with what it said, where something is missing */
export async function exported(
  api: ApiClient,
  url: string,
  { kind, id }: { readonly kind: 'run' | 'promotion'; readonly id: string },
  folder: string,
): Promise<void> {
  const env = { ...process.env, API_TOKEN: await api.token() };
  mkdirSync(dirname(folder), { recursive: true });
  await promisify(execFile)(process.execPath, [COMMAND, '--url', url, `--${kind}`, id, '--out', folder], { env });
}
