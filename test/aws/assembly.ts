import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { UNSUPPORTED_TYPES } from './limits.ts';

const Resource = z.looseObject({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) });
const Template = z.looseObject({ Resources: z.record(z.string(), Resource) });
const Manifest = z.object({
  artifacts: z.record(
    z.string(),
    z.looseObject({
      type: z.string(),
      properties: z.looseObject({ templateFile: z.string().optional() }).optional(),
    }),
  ),
});

/** A resource as a template declares it. */
export interface Declared {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Taken out, because MiniStack fails a whole stack on a type it does not know. */
  readonly left: boolean;
}

/** Takes out of the synthesised templates what MiniStack does not know, and says what all of them declare. */
export function fitTemplates(folder: string): Declared[] {
  const manifest = Manifest.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
  return Object.entries(manifest.artifacts).flatMap(([stack, { type, properties }]) => {
    if (type !== 'aws:cloudformation:stack' || properties?.templateFile === undefined) return [];
    const path = join(folder, properties.templateFile);
    const template = Template.parse(JSON.parse(readFileSync(path, 'utf8')));
    const all = Object.entries(template.Resources).map(([logicalId, resource]) => ({
      stack,
      logicalId,
      type: resource.Type,
      properties: resource.Properties,
      left: UNSUPPORTED_TYPES.includes(resource.Type),
    }));
    const kept = Object.fromEntries(
      Object.entries(template.Resources).filter(([, { Type }]) => !UNSUPPORTED_TYPES.includes(Type)),
    );
    writeFileSync(path, JSON.stringify({ ...template, Resources: kept }));
    return all;
  });
}
