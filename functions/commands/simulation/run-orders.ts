import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { parse } from '../../../core/model/parse.ts';
import { SeedRun } from '../../../core/model/simulation.ts';
import { type RunOrder, runOrder } from '../../../core/simulate/suites/simulation.ts';
import { progressLine } from '../progress.ts';
import { writeFile } from '../write-files.ts';
import { keptAs, wireOf } from './order.ts';

/** More threads than this only wait for memory. */
const MOST_THREADS = 8;

export interface RunRoom {
  /** Where runs are kept, so that a command that was broken off goes on. */
  readonly directory: string;
  readonly code: string;
  readonly threads: number;
  readonly label: string;
}

export function threadsHere(): number {
  return Math.min(MOST_THREADS, availableParallelism());
}

/**
 * The runs of the orders, in their order. Which thread made one, or whether it was there already, changes nothing in it.
 */
export async function runOrders(orders: readonly RunOrder[], room: RunRoom): Promise<readonly SeedRun[]> {
  const runs = orders.map((order) => kept(room, order));
  const missing = orders.flatMap((order, index) => (runs[index] === undefined ? [{ order, index }] : []));
  const progress = progressLine();
  let done = orders.length - missing.length;
  const finish = (index: number, order: RunOrder, run: SeedRun) => {
    runs[index] = run;
    done += 1;
    writeFile(join(room.directory, keptAs(order, room.code)), `${JSON.stringify(run)}\n`);
    progress.show(`${room.label}: ${done} of ${orders.length} runs, ${order.spec.name} in world ${order.seed}`);
  };
  const threads = Math.min(room.threads, missing.length);
  if (threads <= 1) for (const { order, index } of missing) finish(index, order, runOrder(order));
  else await Promise.all(Array.from({ length: threads }, () => work(missing, finish)));
  progress.done();
  return runs.flatMap((run) => run ?? []);
}

type Todo = { readonly order: RunOrder; readonly index: number }[];

/** One thread takes from the list until it is empty. */
function work(todo: Todo, finish: (index: number, order: RunOrder, run: SeedRun) => void): Promise<void> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url));
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let current = todo.shift();
  const next = () => {
    if (current === undefined) void worker.terminate().then(() => resolve());
    else worker.postMessage(wireOf(current.order));
  };
  worker.on('error', (cause: unknown) => reject(new Error('a simulation thread failed', { cause })));
  worker.on('message', (answer: unknown) => {
    if (current !== undefined) finish(current.index, current.order, SeedRun.parse(answer));
    current = todo.shift();
    next();
  });
  next();
  return promise;
}

/** A run made before; one that cannot be read is made again. */
function kept(room: RunRoom, order: RunOrder): SeedRun | undefined {
  const file = join(room.directory, keptAs(order, room.code));
  if (!existsSync(file)) return undefined;
  try {
    const read = parse(SeedRun, JSON.parse(readFileSync(file, 'utf8')));
    return read.ok ? read.value : undefined;
  } catch {
    return undefined;
  }
}
