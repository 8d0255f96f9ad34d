/** The only clock of the functions. Milliseconds are kept, so that instants of one run sort as text. */
export function now(): string {
  return new Date().toISOString();
}

/** Whole seconds since the Unix epoch, for expiry times. */
export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
