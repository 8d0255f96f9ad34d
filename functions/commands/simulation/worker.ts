import { parentPort } from 'node:worker_threads';
import { perform } from './perform.ts';

/** One order after another, each answered with its result. */
parentPort?.on('message', (order: unknown) => parentPort?.postMessage(perform(order)));
