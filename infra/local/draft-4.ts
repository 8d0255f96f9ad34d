import { isObject, type Json } from './json.ts';

/**
 * A JSON Schema of draft 4, the one AppConfig reads, in the words of draft 7, which ajv reads: an exclusive bound is a number
 * there and a word beside the bound here. Nothing else in our schemas differs, save the name of the dialect.
 */
export function asDraft7(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(asDraft7);
  if (!isObject(schema)) return schema;
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum, ...rest } = schema;
  const inner = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, asDraft7(value)]));
  return {
    ...inner,
    ...bound(minimum, exclusiveMinimum, 'minimum', 'exclusiveMinimum'),
    ...bound(maximum, exclusiveMaximum, 'maximum', 'exclusiveMaximum'),
  };
}

function bound(value: Json | undefined, exclusive: Json | undefined, name: string, strict: string) {
  if (value === undefined) return exclusive === undefined ? {} : { [strict]: asDraft7(exclusive) };
  const kept = asDraft7(value);
  if (exclusive === true) return { [strict]: kept };
  return exclusive === undefined || exclusive === false
    ? { [name]: kept }
    : { [name]: kept, [strict]: asDraft7(exclusive) };
}
