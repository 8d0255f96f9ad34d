/** Anything JSON can carry. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export type JsonObject = { [key: string]: Json };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws SyntaxError when the text is not JSON */
export function parseJson(text: string): Json {
  return JSON.parse(text);
}

/** The member `key` when `value` is an object that has it. */
export function member(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The member as text; numbers and booleans are written out, as CloudFormation does. */
export function text(value: Json | undefined, key: string): string | undefined {
  const found = member(value, key);
  if (typeof found === 'number' || typeof found === 'boolean') return String(found);
  return typeof found === 'string' ? found : undefined;
}

/** The member as text, or an error that says where it was expected. */
export function requiredText(value: Json | undefined, key: string, where: string): string {
  const found = text(value, key);
  if (found === undefined) throw new Error(`${where}: "${key}" is missing or not text`);
  return found;
}

/** The member as a number; text such as "30" counts, as in CloudFormation. */
export function numberOr(value: Json | undefined, key: string, fallback: number): number {
  const found = member(value, key);
  if (found === undefined || found === null || found === '') return fallback;
  const parsed = Number(found);
  return Number.isFinite(parsed) ? parsed : fallback;
}

/** The member as a list; absent means empty. */
export function list(value: Json | undefined, key: string): Json[] {
  const found = member(value, key);
  return Array.isArray(found) ? found : [];
}

export function isTrue(value: Json | undefined, key: string): boolean {
  const found = member(value, key);
  return found === true || found === 'true';
}

/** JSON text with members in code-point order: equal values give equal text. */
export function stableText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(stableText).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, item]) => `${JSON.stringify(key)}:${stableText(item)}`).join(',')}}`;
}
