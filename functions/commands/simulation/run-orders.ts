import { SeedRun } from '../../../core/model/simulation.ts';
import type { RunOrder } from '../../../core/simulate/suites/simulation.ts';
import { keptAs, wireOf } from './order.ts';
import { type WorkRoom, workThrough } from './work-through.ts';

export type RunRoom = WorkRoom;

/** The runs of the orders, in their order. */
export function runOrders(orders: readonly RunOrder[], room: RunRoom): Promise<readonly SeedRun[]> {
  const jobs = orders.map((order) => ({
    wire: wireOf(order),
    keptAs: keptAs(order, room.code),
    title: `${order.spec.name} in world ${order.seed}`,
  }));
  return workThrough(jobs, SeedRun, room);
}
