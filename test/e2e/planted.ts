import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { z } from 'zod';
import { codeDigest } from '../../infra/bundle/code-digest.ts';
import type { Assembly } from '../support/assembly.ts';

/** A fault in one source file: `anchor`, which must be there, becomes `instead`; `appended` goes to the end of the file. */
export interface Fault {
  /** Path from the root of the repository. */
  readonly file: string;
  readonly changes: readonly { readonly anchor: string; readonly instead: string }[];
  readonly appended?: string;
}

const ROOT = resolve(import.meta.dirname, '../..');
const Lambda = z.object({
  Type: z.literal('AWS::Lambda::Function'),
  Properties: z.object({ Description: z.string(), Code: z.object({ S3Key: z.string() }) }),
});
const Resources = z.record(z.string(), z.unknown());

/**
 * The application with other code in some of its functions: their own source with faults planted in it, which no input can
 * bring about. Everything else, the code digest too, is as it was.
 */
export async function planted(assembly: Assembly, functions: readonly string[], faults: readonly Fault[]) {
  const assetRoot = mkdtempSync(join(tmpdir(), 'e2e-planted-'));
  const remove = () => rmSync(assetRoot, { recursive: true, force: true });
  process.once('exit', remove);
  const replaced = functions.map((name) => ({ name, asset: assetOf(assembly, name) }));
  for (const entry of readdirSync(assembly.assetRoot)) {
    if (!replaced.some(({ asset }) => asset === entry))
      symlinkSync(join(assembly.assetRoot, entry), join(assetRoot, entry));
  }
  for (const { asset } of replaced) mkdirSync(join(assetRoot, asset));
  await build({
    absWorkingDir: ROOT,
    entryPoints: replaced.map(({ name, asset }) => ({ in: `functions/${name}/index.ts`, out: `${asset}/index` })),
    outdir: assetRoot,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    keepNames: true,
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    define: { CODE_DIGEST: JSON.stringify(codeDigest(ROOT)) },
    logLevel: 'warning',
    plugins: faults.map((fault) => ({
      name: `planted in ${fault.file}`,
      setup: ({ onLoad }) => {
        const file = join(ROOT, fault.file);
        onLoad({ filter: new RegExp(`${fault.file.replace(/[.]/g, '\\.')}$`) }, () => ({
          contents: changed(readFileSync(file, 'utf8'), fault),
          loader: 'ts',
        }));
      },
    })),
  });
  return { assembly: { ...assembly, assetRoot }, remove };
}

function changed(source: string, { file, changes, appended = '' }: Fault): string {
  return changes.reduce((text, { anchor, instead }) => {
    if (!text.includes(anchor)) throw new Error(`${file} has no ${JSON.stringify(anchor)} any more; plant elsewhere`);
    return text.replace(anchor, () => instead);
  }, `${source}\n${appended}`);
}

/** Name of the folder in the cloud assembly that holds the function's code. */
function assetOf({ templates }: Assembly, name: string): string {
  for (const template of templates) {
    for (const resource of Object.values(Resources.parse(template['Resources']))) {
      const lambda = Lambda.safeParse(resource);
      if (!lambda.success || lambda.data.Properties.Description !== `functions/${name}`) continue;
      return `asset.${lambda.data.Properties.Code.S3Key.replace(/\.zip$/, '')}`;
    }
  }
  throw new Error(`the application has no function ${name}`);
}
