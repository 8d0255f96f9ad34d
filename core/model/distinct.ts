/** Whether no value is there twice. O(values). */
export function distinct(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}
