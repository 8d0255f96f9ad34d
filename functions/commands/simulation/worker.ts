import { parentPort } from 'node:worker_threads';
import { runOrder } from '../../../core/simulate/suites/simulation.ts';
import { orderOf, WireOrder } from './order.ts';

/** One order after another, each answered with its run. */
parentPort?.on('message', (order: unknown) => parentPort?.postMessage(runOrder(orderOf(WireOrder.parse(order)))));
