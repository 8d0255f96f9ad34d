/** US list price of Lambda on arm64, dollars per GB-second; checked 2026-11-22. */
const DOLLARS_PER_GB_SECOND = 0.0000133334;
/** US list price of DynamoDB on-demand, micro dollars per write unit of 1 KiB; checked 2026-11-22. */
const MICRO_DOLLARS_PER_WRITE = 0.625;

/** Micro US dollars of computing and writing, rounded up. */
export function microDollarsOf(gigabyteSeconds: number, writes: number): number {
  return Math.ceil(gigabyteSeconds * DOLLARS_PER_GB_SECOND * 1e6 + writes * MICRO_DOLLARS_PER_WRITE);
}
