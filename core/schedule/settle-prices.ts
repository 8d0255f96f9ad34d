import { descendSmooth } from './descend-smooth.ts';
import type { Prices } from './oracle.ts';
import type { Problem } from './problem.ts';
import { type Relaxation, relaxedValue, typicalSurplus } from './relaxation.ts';
import { SoftRelaxation } from './soft-relaxation.ts';

/** τ of each round as a share of the surplus of a typical engagement: each round starts where the last one ended. */
const ROUNDS = [0.1, 0.03, 0.01, 0.003, 0.001];

/**
 * Prices that make the bound small where many choices tie: the relaxation is softened, less in each round, and each softened
 * one is solved nearly. The best prices of the sharp one are kept. Work: `iterations` steps in all.
 */
export function settlePrices(relaxed: Relaxation, from: Prices, iterations: number): Prices {
  const { problem } = relaxed;
  const soft = new SoftRelaxation(relaxed);
  const x = flat(from);
  const scale = curvature(problem);
  const best = x.slice();
  let bestValue = relaxedValue(relaxed, from, 1);
  const typical = typicalSurplus(relaxed);
  for (const share of ROUNDS) {
    const tau = Math.max(1e-3, share * typical);
    const f = (at: Float64Array, gradient: Float64Array) =>
      soft.value(parts(problem, at), tau, parts(problem, gradient));
    descendSmooth(f, x, scale, Math.ceil(iterations / ROUNDS.length));
    const value = relaxedValue(relaxed, parts(problem, x), 1);
    if (value >= bestValue) continue;
    bestValue = value;
    best.set(x);
  }
  return parts(problem, best);
}

function flat({ slot, minute, count }: Prices): Float64Array {
  const all = new Float64Array(slot.length + minute.length + count.length);
  all.set(slot, 0);
  all.set(minute, slot.length);
  all.set(count, slot.length + minute.length);
  return all;
}

/** Views, not copies. */
function parts({ days }: Problem, all: Float64Array): Prices {
  const slots = days.offset[days.count]!;
  return {
    slot: all.subarray(0, slots),
    minute: all.subarray(slots, slots + days.count),
    count: all.subarray(slots + days.count),
  };
}

/** A price counts for a meeting by what the meeting takes of it: its slots, its minutes, itself; curvature by the square. */
function curvature({ days, minutes, slotMinutes }: Problem): Float64Array {
  let mean = 0;
  for (const each of minutes) mean += each / minutes.length;
  const slots = days.offset[days.count]!;
  const scale = new Float64Array(slots + 2 * days.count);
  scale.fill((slotMinutes / mean) ** 2, 0, slots);
  scale.fill(1 / mean ** 2, slots, slots + days.count);
  scale.fill(1, slots + days.count);
  return scale;
}
