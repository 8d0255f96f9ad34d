/** Puts a value under a path of keys, making the objects on the way. */
export function place(body: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [key = '', ...rest] = path;
  if (rest.length === 0) {
    body[key] = value;
    return;
  }
  const known = body[key];
  const inner: Record<string, unknown> = isRecord(known) ? known : {};
  body[key] = inner;
  place(inner, rest, value);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
