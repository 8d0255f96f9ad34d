import { z } from 'zod';
import type { SeedRun } from '../../model/simulation.ts';
import type { SuiteCheck } from '../../model/suite.ts';
import { contacts, expectedLoss, movedShare, utilisation, worstParity } from '../comparison/measures.ts';

const Recorded = z.strictObject({
  name: z.string(),
  value: z.number(),
  /** Most it may be off: a share of the value where relative, else in its own unit. */
  tolerance: z.number().min(0),
  relative: z.boolean(),
});

/** regression-baseline/1: measures of a stable policy in named worlds, recorded when it became stable. */
export const RegressionBaseline = z.strictObject({
  contract: z.literal('regression-baseline/1'),
  scenario: z.string(),
  days: z.int().min(1),
  seeds: z.array(z.int()),
  measures: z.array(Recorded),
});
export type RegressionBaseline = z.infer<typeof RegressionBaseline>;

/**
 * Runs are exact, so any difference is a change of the planner or the policy; a tolerance says from where on it counts. Two
 * ways of the product that differ little have paired losses that spread by about 4 % in half a year of one world, so means of
 * four worlds by 2 %: 5 % is beyond that. The others lie at two to three times theirs.
 */
const RECORDED = [
  { name: 'expected-loss', of: expectedLoss, tolerance: 0.05, relative: true },
  { name: 'contacts', of: contacts, tolerance: 0.05, relative: true },
  { name: 'utilisation', of: utilisation, tolerance: 0.05, relative: false },
  { name: 'worst-parity', of: worstParity, tolerance: 0.06, relative: false },
  { name: 'moved-meetings', of: movedShare, tolerance: 0.03, relative: false },
] as const;

/** Means over the runs, in the order of their seeds, rounded so that they read well and compare exactly. */
export function recordBaseline(runs: readonly SeedRun[]): RegressionBaseline {
  const inOrder = runs.toSorted((a, b) => a.seed - b.seed);
  const [first] = inOrder;
  return {
    contract: 'regression-baseline/1',
    scenario: first?.scenario ?? '',
    days: first?.days ?? 1,
    seeds: inOrder.map(({ seed }) => seed),
    measures: RECORDED.map(({ name, of, tolerance, relative }) => ({
      name,
      value: mean(inOrder, of),
      tolerance,
      relative,
    })),
  };
}

/** Suite `regression`: the same worlds again; a measure that has left its tolerance on either side fails. */
export function regressionChecks(baseline: RegressionBaseline, runs: readonly SeedRun[]): readonly SuiteCheck[] {
  const now = new Map(recordBaseline(runs).measures.map((each) => [each.name, each.value]));
  return baseline.measures.map(({ name, value, tolerance, relative }): SuiteCheck => {
    const allowed = relative ? tolerance * Math.abs(value) : tolerance;
    const current = now.get(name);
    const missing = baseline.seeds.filter((seed) => !runs.some((run) => run.seed === seed));
    if (current === undefined || missing.length > 0) {
      const text = `worlds ${missing.join(', ') || 'all'} were not run; run the baseline's worlds`;
      return { name, verdict: 'not-enough-evidence', text, numbers: { recorded: value } };
    }
    const verdict = Math.abs(current - value) <= allowed ? 'pass' : 'fail';
    const text = `${current} now, ${value} recorded; at most ${Math.round(allowed * 1e4) / 1e4} apart`;
    return { name, verdict, text, numbers: { now: current, recorded: value, allowed } };
  });
}

function mean(runs: readonly SeedRun[], of: (run: SeedRun) => number): number {
  const sum = runs.reduce((total, run) => total + of(run), 0);
  return Math.round((sum / Math.max(1, runs.length)) * 1e4) / 1e4;
}
