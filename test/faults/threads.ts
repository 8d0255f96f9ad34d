import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { NOTHING, type Ranged, together } from './range.ts';

/** Seeds a thread plays before it takes the next: seconds of work, so that the end comes to all at about the same time. */
const SLICE = 20;

const Told = z.custom<Ranged>((value) => typeof value === 'object' && value !== null && 'broken' in value);

/**
 * Plays the seeds from first to last on several threads. A schedule follows from its seed alone, so which thread played it,
 * and after what, changes nothing.
 */
export async function playOnThreads(
  bundle: string,
  { first, last, threads }: { readonly first: number; readonly last: number; readonly threads: number },
  progress: (soFar: Ranged) => void,
): Promise<Ranged> {
  let next = first;
  let ranged = NOTHING;
  const slice = () => {
    const from = next;
    next += SLICE;
    return from > last ? undefined : { first: from, last: Math.min(last, from + SLICE - 1) };
  };
  const work = () => {
    const worker = new Worker(new URL('./thread.ts', import.meta.url), { workerData: { bundle } });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const give = () => {
      const todo = slice();
      if (todo === undefined) void worker.terminate().then(() => resolve());
      else worker.postMessage(todo);
    };
    worker.on('error', (cause: unknown) => reject(new Error('a thread of the simulator failed', { cause })));
    worker.on('message', (told: unknown) => {
      ranged = together(ranged, Told.parse(told));
      progress(ranged);
      give();
    });
    give();
    return promise;
  };
  await Promise.all(Array.from({ length: threads }, work));
  return ranged;
}
