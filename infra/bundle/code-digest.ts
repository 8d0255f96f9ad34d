import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/**
 * Digest of the code that decides: every `.ts` and `.json` file of `core/` and `functions/`. Bundles carry it as the
 * constant `CODE_DIGEST`; a command, which runs from source, computes it.
 *
 * SHA-256 over the domain `code/1`, a zero byte, and for each file in order of its path (code points, `/` between
 * segments): path, zero byte, length in bytes in decimal, zero byte, content. The lengths make the encoding injective.
 * @param root folder that holds `core/` and `functions/`
 * @returns `sha256:` and 64 hexadecimal digits
 */
export function codeDigest(root: string): string {
  const hash = createHash('sha256').update('code/1\0');
  for (const path of codeFiles(root)) {
    const content = readFileSync(join(root, path));
    hash.update(`${path}\0${content.byteLength}\0`).update(content);
  }
  return `sha256:${hash.digest('hex')}`;
}

function codeFiles(root: string): string[] {
  return globSync('{core,functions}/**/*.{ts,json}', { cwd: root })
    .map((path) => path.split(sep).join('/'))
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
