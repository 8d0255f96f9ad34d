import { z } from 'zod';
import type { Scenario } from '../../../core/simulate/world/scenario.ts';
import { digest } from '../../../core/trace/digest.ts';
import { type WorkRoom, workThrough } from './work-through.ts';

/** Improvements of the prices: more of them raise the bound by less than two hundredths. */
const ROUNDS = 8;

const LeastLoss = z.strictObject({ loss: z.number(), used: z.number() });

/** Least expected loss, cents a year: what no policy can be below in these worlds, a mean. */
export async function leastLosses(
  { scenario, days, seeds }: { readonly scenario: Scenario; readonly days: number; readonly seeds: number },
  room: Omit<WorkRoom, 'label'>,
): Promise<number> {
  const jobs = Array.from({ length: seeds }, (_, index) => {
    const seed = index + 1;
    const spec = { kind: 'bound' as const, rounds: ROUNDS };
    const key = digest('content/1', { scenario, spec, days, code: room.code }).slice(7, 23);
    return {
      wire: { scenario: scenario.name, seed, days, spec },
      keptAs: `least-${key}/seed-${String(seed).padStart(5, '0')}.json`,
      title: `the least that can be lost in world ${seed}`,
    };
  });
  const found = await workThrough(jobs, LeastLoss, { ...room, label: 'bound' });
  return found.reduce((sum, { loss }) => sum + loss, 0) / Math.max(1e-9, (seeds * days) / 364);
}
