import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bundleFunctions } from '../../infra/bundle/bundle-functions.ts';
import { functions } from '../../infra/config/functions.ts';
import { folderOf, ofType } from './synthesised.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** Functions read their variables when they start and say what is missing: so start each with the variables it is given. */
describe('every function', () => {
  beforeAll(async () => {
    await bundleFunctions(ROOT);
  }, 60_000);

  it.each(Object.keys(functions))('%s starts with the variables of its declaration', async (name) => {
    expect(await start(name)).toBe('function');
  });
});

/** Type of the handler a bundle exports, run under the variables of the template, or what went wrong. */
function start(name: string): Promise<string> {
  const lambda = ofType('AWS::Lambda::Function').find((declared) => folderOf(declared) === name);
  const { Variables } = z
    .object({ Variables: z.record(z.string(), z.unknown()) })
    .parse(lambda?.Properties['Environment']);
  const env = Object.fromEntries(Object.keys(Variables).map((variable) => [variable, example(variable)]));
  const bundle = join(ROOT, 'dist/functions', name, 'index.mjs');
  const code = `import(process.env.BUNDLE).then(
    (module) => require('node:worker_threads').parentPort.postMessage(typeof module.handler),
    (error) => require('node:worker_threads').parentPort.postMessage(error.message));`;
  const worker = new Worker(code, { eval: true, env: { ...env, BUNDLE: bundle, AWS_REGION: 'eu-central-1' } });
  return new Promise<string>((done, failed) => {
    worker.once('message', (answer) => done(String(answer)));
    worker.once('error', failed);
  }).finally(() => worker.terminate());
}

function example(variable: string): string {
  if (variable === 'NODE_OPTIONS') return '';
  if (variable.endsWith('_URL')) return 'https://scheduling.example';
  return variable.endsWith('_ARN') ? 'arn:aws:states:eu-central-1:123456789012:stateMachine:mission' : 'value';
}
