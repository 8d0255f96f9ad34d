import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** A synthesised application, as the global set-up keeps it in a file. */
export const Assembly = z.object({
  templates: z.array(z.record(z.string(), z.unknown())),
  /** In the order of the templates, which is that of deployment. */
  stackNames: z.array(z.string()),
  assetRoot: z.string(),
});
export type Assembly = z.infer<typeof Assembly>;

export function readAssembly(file: string): Assembly {
  return Assembly.parse(JSON.parse(readFileSync(file, 'utf8')));
}
