import { leastLoss } from '../../../core/simulate/bound/least-loss.ts';
import { GUARDRAILS } from '../../../core/simulate/planners/roster.ts';
import { runOrder } from '../../../core/simulate/suites/simulation.ts';
import { orderOf, scenarioNamed, WireOrder } from './order.ts';

/** What an order asks for: a run, or the least that can be lost in a world. Pure: the same on every thread. */
export function perform(message: unknown): unknown {
  const order = WireOrder.parse(message);
  if (order.spec.kind !== 'bound') return runOrder(orderOf({ ...order, spec: order.spec }));
  return leastLoss(scenarioNamed(order.scenario), order.seed, order.days, GUARDRAILS, order.spec.rounds);
}
