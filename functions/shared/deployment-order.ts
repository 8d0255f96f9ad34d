/**
 * AppConfig takes no condition on what is in force, so a deployment says itself which one was the newest that whoever began it
 * had seen. Numbers are given out one by one: what lies between the two was overtaken.
 */
export function saysAfter(description: string, newest: number): string {
  return `${description}, after deployment ${newest}`;
}

/** The number a deployment says it came after; null: it says none, being nobody's rollback. */
export function afterOf(description: string | undefined): number | null {
  const said = /, after deployment (\d{1,9})$/.exec(description ?? '')?.[1];
  return said === undefined ? null : Number(said);
}
