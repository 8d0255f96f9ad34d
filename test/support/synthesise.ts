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

/** Synthesises the application once for all end-to-end tests: real bundles, the templates that are deployed. */
export default async function setup({ provide }: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'e2e-assembly-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  const assembly = await assemble({ outdir: join(folder, 'cdk.out') });
  const file = join(folder, 'assembly.json');
  writeFileSync(file, JSON.stringify(assembly));
  provide('assembly', file);
  return remove;
}
