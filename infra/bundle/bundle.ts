import { resolve } from 'node:path';
import { bundleFunctions } from './bundle-functions.ts';

const started = performance.now();
const { bundles, code, fresh } = await bundleFunctions(resolve(import.meta.dirname, '../..'));
const kib = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`.padStart(12);

console.log(`${'function'.padEnd(20)}${'raw'.padStart(12)}${'gzip'.padStart(12)}`);
for (const { name, bytes, gzipBytes } of bundles) {
  console.log(`${name.padEnd(20)}${kib(bytes)}${kib(gzipBytes)}`);
}
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(`${bundles.length} functions, ${fresh ? 'bundled' : 'unchanged'} in ${seconds} s, ${code}`);
