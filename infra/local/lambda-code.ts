import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { assetPath } from './assets.ts';
import { writeWhole } from './durable.ts';
import { isObject, member, numberOr, requiredText, text } from './json.ts';
import type { FunctionsOptions } from './lambda.ts';
import type { WorkerSettings } from './lambda-worker.ts';
import type { Resource } from './template.ts';

/** Where a function's code lies and what it is called. @throws Error naming the file that is missing */
export function settingsOf(resource: Resource, options: FunctionsOptions): WorkerSettings {
  const [file = '', handler = ''] = requiredText(resource.properties, 'Handler', resource.id).split(/\.(?=[^.]+$)/);
  const folder = codeFolder(resource, options);
  const found = ['mjs', 'js', 'cjs'].map((ending) => join(folder, `${file}.${ending}`)).find(existsSync);
  if (found === undefined) throw new Error(`${resource.id}: no ${file}.mjs, .js or .cjs in ${folder}; build first`);
  return {
    file: found,
    handler,
    name: resource.name,
    arn: resource.attributes['Arn'] ?? '',
    memoryMb: String(numberOr(resource.properties, 'MemorySize', 128)),
  };
}

function codeFolder(resource: Resource, options: FunctionsOptions): string {
  const code = member(resource.properties, 'Code');
  const inline = text(code, 'ZipFile');
  if (inline !== undefined) {
    const folder = join(options.inlineFolder, resource.name);
    mkdirSync(folder, { recursive: true });
    writeWhole(join(folder, 'index.cjs'), inline);
    return folder;
  }
  const path = assetPath(options.assetRoot, requiredText(code, 'S3Key', resource.id));
  if (statSync(path).isDirectory()) return path;
  throw new Error(`${resource.id}: asset ${path} is a file; this host runs code from folders only`);
}

/** The function's own variables, under those of Lambda and over those of this host. */
export function environmentOf(resource: Resource, options: FunctionsOptions, memoryMb: number): Record<string, string> {
  const own = member(member(resource.properties, 'Environment'), 'Variables');
  const variables = isObject(own) ? Object.entries(own).map(([key, value]) => [key, String(value)] as const) : [];
  return {
    TZ: 'UTC',
    PATH: process.env['PATH'] ?? '',
    AWS_LAMBDA_FUNCTION_NAME: resource.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${resource.name}`,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    ...Object.fromEntries(variables),
    ...options.environment,
  };
}
