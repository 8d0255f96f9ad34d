/** What a CRM knows about an account by name. Null, undefined, blank text and NaN mean "not known". */
export type FeatureRecord = Readonly<Record<string, FeatureValue>>;
export type FeatureValue = number | string | boolean | null | undefined;

/** A feature's value, booleans as 0 and 1; undefined where it is not known. */
export function knownValue(record: FeatureRecord, name: string): number | string | undefined {
  const value = Object.hasOwn(record, name) ? record[name] : undefined;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
  return undefined;
}
