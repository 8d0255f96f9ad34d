import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { assemble } from '../../infra/app.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** File with the synthesised application, JSON. */
    readonly assembly: string;
  }
}

/** Where the projects of one run find what the first of them synthesised: each sets up for itself, one after the other. */
const SYNTHESISED = 'SYNTHESISED_APPLICATION';

/** Synthesises the application once for all tests that look into it or run it: real bundles, the templates that are deployed. */
export default async function setup({ provide }: TestProject): Promise<void> {
  process.env[SYNTHESISED] ??= await synthesised();
  provide('assembly', process.env[SYNTHESISED]);
}

async function synthesised(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const assembly = await assemble({ outdir: join(folder, 'cdk.out') });
  const file = join(folder, 'assembly.json');
  writeFileSync(file, JSON.stringify(assembly));
  return file;
}
