import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bundleFunctions } from './bundle-functions.ts';

const started = performance.now();
const { names, folder, code, fresh } = await bundleFunctions(resolve(import.meta.dirname, '../..'));
const seconds = ((performance.now() - started) / 1000).toFixed(1);
const kib = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`.padStart(12);

console.log(`${'function'.padEnd(20)}${'raw'.padStart(12)}${'gzip'.padStart(12)}`);
for (const name of names) {
  const bundle = readFileSync(join(folder, name, 'index.mjs'));
  console.log(`${name.padEnd(20)}${kib(bundle.byteLength)}${kib(gzipSync(bundle).byteLength)}`);
}
console.log(`${names.length} functions, ${fresh ? 'bundled' : 'unchanged'} in ${seconds} s, ${code}`);
