import type { Flaw } from '../finding.ts';
import type { Rule } from '../rule.ts';

/** The bound is what the certificate gives, and the gap follows from bound and objective. */
export const bound: Rule = {
  name: 'bound',
  check: ({ plan }, figures) => {
    const flaw = (path: string, received: number, expected: string, remedy: string): Flaw => ({
      path,
      received: String(received),
      expected,
      remedy,
    });
    const right = figures.bound();
    const remedy = 'recompute it from the multipliers';
    if (right === null) return { count: 0, flaws: [flaw('/bound', plan.bound, 'a sound certificate', remedy)] };
    const gap = gapOf(right, figures.objective());
    return {
      count: 2,
      flaws: [
        ...(BigInt(plan.bound) === right ? [] : [flaw('/bound', plan.bound, String(right), remedy)]),
        ...(Math.abs(plan.gap - gap) <= 1e-12 * Math.max(1, Math.abs(gap))
          ? []
          : [flaw('/gap', plan.gap, String(gap), 'give (bound − objective) / bound')]),
      ],
    };
  },
};

/** (bound − objective) / max(1, |bound|): 0 where both are 0, and finite where the bound is 0 or below. */
export function gapOf(bound: bigint, objective: number): number {
  const size = bound < 0n ? -bound : bound;
  return Number(bound - BigInt(objective)) / Number(size === 0n ? 1n : size);
}
