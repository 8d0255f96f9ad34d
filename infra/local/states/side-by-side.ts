import type { Json } from '../json.ts';

/** What AWS runs at once in an inline Map that sets no limit of its own. */
const DEFAULT_AT_ONCE = 40;

/**
 * Runs the parts of a Map or Parallel, at most so many at once (0: the default). The first to fail stops the others.
 * @returns the results in the order of the parts
 */
export async function sideBySide(
  parts: readonly Json[],
  atOnce: number,
  signal: AbortSignal,
  run: (part: Json, signal: AbortSignal, index: number) => Promise<Json>,
): Promise<Json[]> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const results: Json[] = parts.map(() => null);
  const waiting = parts.map((part, index) => ({ part, index }));
  const worker = async () => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      results[job.index] = await run(job.part, either, job.index);
    }
  };
  const width = Math.min(atOnce > 0 ? atOnce : DEFAULT_AT_ONCE, parts.length);
  const workers = Array.from({ length: width }, worker);
  try {
    await Promise.all(workers);
  } catch (error) {
    stop.abort(error);
    waiting.length = 0;
    await Promise.allSettled(workers);
    throw error;
  }
  return results;
}
