import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { codeDigest } from './code-digest.ts';
import { functionFolders } from './function-folders.ts';

export interface Bundled {
  readonly names: readonly string[];
  /** Holds `<name>/index.mjs` for each name. */
  readonly folder: string;
  /** Digest of the code, as built in. */
  readonly code: string;
  /** Whether there was anything to do. */
  readonly fresh: boolean;
}

/**
 * Bundles every function to `dist/functions/<name>/index.mjs` with its source map: one esbuild run for all of them.
 * Does nothing when the sources, this folder and the installed packages are those of the last run.
 * @param root folder of the repository
 * @throws the errors of esbuild, each naming file and line
 */
export async function bundleFunctions(root: string): Promise<Bundled> {
  const names = functionFolders(root);
  const code = codeDigest(root);
  const folder = join(root, 'dist', 'functions');
  const stamp = join(folder, '.stamp');
  const inputs = stampOf(root, code, names);
  const fresh =
    !existsSync(stamp) || readFileSync(stamp, 'utf8') !== inputs || names.some((name) => !has(folder, name));
  if (fresh) {
    await write(root, folder, names, code);
    writeWhole(stamp, inputs);
  }
  return { names, folder, code, fresh };
}

/** Packages made for CommonJS ask for Node's own modules with `require`, which a module does not have. */
const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

async function write(root: string, folder: string, names: readonly string[], code: string): Promise<void> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: names.map((name) => ({ in: `functions/${name}/index.ts`, out: `${name}/index` })),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    minify: true,
    keepNames: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    banner: { js: REQUIRE },
    define: { CODE_DIGEST: JSON.stringify(code) },
    plugins: [englishOnly],
    logLevel: 'warning',
    write: false,
  });
  for (const gone of globSync('*/', { cwd: folder })) {
    if (!names.includes(basename(gone))) rmSync(join(folder, gone), { recursive: true });
  }
  for (const file of outputFiles) writeWhole(file.path, file.contents);
}

/** zod brings its messages in 60 languages along, a quarter of every bundle; contracts state theirs in English. */
const englishOnly: Plugin = {
  name: 'english-only',
  setup: ({ onLoad }) =>
    onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    })),
};

/** Another process may be reading: it sees the old file or the new one, never half of one. */
function writeWhole(path: string, content: Uint8Array | string): void {
  mkdirSync(dirname(path), { recursive: true });
  const partial = `${path}.${process.pid}`;
  writeFileSync(partial, content);
  renameSync(partial, path);
}

function stampOf(root: string, code: string, names: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify([code, names]));
  const bundler = globSync('infra/bundle/*.ts', { cwd: root }).sort();
  for (const path of [...bundler, 'package-lock.json']) hash.update(readFileSync(join(root, path)));
  return hash.digest('hex');
}

function has(folder: string, name: string): boolean {
  return existsSync(join(folder, name, 'index.mjs'));
}
