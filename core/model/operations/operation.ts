import type { JsonSchema } from '../json-schemas.ts';

/** What the API document says about a route beyond what the table of routes knows. */
export interface Operation {
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly JsonSchema[];
  readonly requestBody?: JsonSchema;
  readonly responses: Readonly<Record<string, JsonSchema>>;
}

export const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
export const text = { type: 'string' };
export const object = (properties: JsonSchema) => ({ type: 'object', properties, required: Object.keys(properties) });
export const body = (mediaType: string, schema: JsonSchema) => ({
  required: true,
  content: { [mediaType]: { schema } },
});
export const answer = (description: string, schema: JsonSchema, mediaType = 'application/json') => ({
  description,
  content: { [mediaType]: { schema } },
});
export const header = (name: string, required: boolean, description: string) => ({
  name,
  in: 'header',
  required,
  description,
  schema: text,
});
export const query = (name: string, schema: JsonSchema, description: string) => ({
  name,
  in: 'query',
  required: false,
  description,
  schema,
});
export const gzip = header('content-encoding', false, 'gzip, or none');
export const page = (description: string) => answer(description, text, 'text/html');
/** A page for people, and the same for programs. */
export const pageOrJson = (description: string, schema: JsonSchema) => ({
  description,
  content: { 'text/html': { schema: text }, 'application/json': { schema } },
});
/** What deciding answers a program, of a run or of a promotion. */
export const decidedAs = (subject: 'run' | 'promotion') => ({
  oneOf: [
    object({
      [subject]: text,
      plan: text,
      verdict: { enum: ['approve', 'reject', 'changes'] },
      at: text,
      approvalsMissing: { type: 'integer' },
    }),
    object({ [subject]: text, handedOverTo: text, at: text }),
  ],
});
