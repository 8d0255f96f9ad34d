import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { member, parseJson, text } from './json.ts';

/**
 * The file or folder behind an asset of a cloud assembly.
 * @param key the object key a template names: the asset's hash with an extension
 * @throws Error naming the key and where it was looked for
 */
export function assetPath(assetRoot: string, key: string): string {
  const hash =
    key
      .split('/')
      .at(-1)
      ?.replace(/\.[a-z]+$/, '') ?? key;
  const staged = [`asset.${hash}`, `asset.${key}`, hash].map((name) => join(assetRoot, name)).find(existsSync);
  if (staged !== undefined) return staged;
  for (const manifest of existsSync(assetRoot) ? readdirSync(assetRoot) : []) {
    if (!manifest.endsWith('.assets.json')) continue;
    const files = member(parseJson(readFileSync(join(assetRoot, manifest), 'utf8')), 'files');
    const path = text(member(member(files, hash), 'source'), 'path');
    if (path !== undefined) return isAbsolute(path) ? path : join(assetRoot, path);
  }
  throw new Error(`asset ${key} is neither staged in ${assetRoot} nor in an asset manifest there; synthesise again`);
}
