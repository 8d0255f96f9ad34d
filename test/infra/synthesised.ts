import { inject } from 'vitest';
import { z } from 'zod';
import { readAssembly } from '../support/assembly.ts';

const Resource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
});
const Template = z.object({
  Resources: z.record(z.string(), Resource),
  Parameters: z.record(z.string(), z.object({ Type: z.string() })).default({}),
});
export type Declared = z.infer<typeof Resource> & { readonly id: string; readonly stack: string };

/** The application, synthesised once for all tests. */
const assembly = readAssembly(inject('assembly'));

export const resources: readonly Declared[] = assembly.templates.flatMap((template, index) =>
  Object.entries(Template.parse(template).Resources).map(([id, resource]) => ({
    ...resource,
    id,
    stack: assembly.stackNames[index] ?? '',
  })),
);

export const parameters: readonly string[] = assembly.templates
  .flatMap((template) => Object.keys(Template.parse(template).Parameters))
  .filter((name) => name !== 'BootstrapVersion');

export function ofType(type: string): Declared[] {
  return resources.filter((resource) => resource.Type === type);
}

/** The one resource of a kind that `holds`. */
export function only(type: string, holds: (resource: Declared) => boolean = () => true): Declared {
  const [first, ...others] = ofType(type).filter(holds);
  if (first === undefined || others.length > 0)
    throw new Error(`${others.length + (first ? 1 : 0)} of ${type}, not one`);
  return first;
}

/** Folder in functions/ of a Lambda function. */
export function folderOf(lambda: Declared): string {
  return z.string().parse(lambda.Properties['Description']).replace('functions/', '');
}

/** Every text in a value, however deep: enough to see which resource an intrinsic function refers to. */
export function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}
