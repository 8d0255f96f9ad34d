import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { z } from 'zod';
import { progressLine } from '../progress.ts';
import { writeFile } from '../write-files.ts';
import type { WireOrder } from './order.ts';
import { perform } from './perform.ts';

/** More threads than this only wait for memory. */
const MOST_THREADS = 8;

export interface WorkRoom {
  /** Where results are kept, so that a command that was broken off goes on. */
  readonly directory: string;
  readonly code: string;
  readonly threads: number;
  readonly label: string;
}

/** A piece of work that another thread can do as well. */
export interface Job {
  readonly wire: WireOrder;
  /** File of the result, by everything it depends on. */
  readonly keptAs: string;
  readonly title: string;
}

export function threadsHere(): number {
  return Math.min(MOST_THREADS, availableParallelism());
}

/**
 * The results of the jobs, in their order. Which thread made one, or whether it was there already, changes nothing in it.
 */
export async function workThrough<T>(
  jobs: readonly Job[],
  schema: z.ZodType<T>,
  room: WorkRoom,
): Promise<readonly T[]> {
  const results = jobs.map((job) => kept(join(room.directory, job.keptAs), schema));
  const missing = jobs.flatMap((job, index) => (results[index] === undefined ? [{ job, index }] : []));
  const progress = progressLine();
  let done = jobs.length - missing.length;
  const finish = ({ job, index }: Todo, answer: unknown) => {
    results[index] = schema.parse(answer);
    done += 1;
    writeFile(join(room.directory, job.keptAs), `${JSON.stringify(results[index])}\n`);
    progress.show(`${room.label}: ${done} of ${jobs.length}, ${job.title}`);
  };
  const threads = Math.min(room.threads, missing.length);
  if (threads <= 1) for (const todo of missing) finish(todo, perform(todo.job.wire));
  else await Promise.all(Array.from({ length: threads }, () => work(missing, finish)));
  progress.done();
  return results.flatMap((result) => result ?? []);
}

interface Todo {
  readonly job: Job;
  readonly index: number;
}

/** One thread takes from the list until it is empty. */
function work(todo: Todo[], finish: (todo: Todo, answer: unknown) => void): Promise<void> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url));
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let current = todo.shift();
  const next = () => {
    if (current === undefined) void worker.terminate().then(() => resolve());
    else worker.postMessage(current.job.wire);
  };
  worker.on('error', (cause: unknown) => reject(new Error('a simulation thread failed', { cause })));
  worker.on('message', (answer: unknown) => {
    if (current !== undefined) finish(current, answer);
    current = todo.shift();
    next();
  });
  next();
  return promise;
}

/** A result made before; one that cannot be read is made again. */
function kept<T>(file: string, schema: z.ZodType<T>): T | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const read = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}
