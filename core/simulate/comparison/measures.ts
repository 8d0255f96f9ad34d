import type { Quarter, SeedRun } from '../../model/simulation.ts';
import { coverage } from '../conditions/starvation.ts';

const TAIL = 0.95;

/** A number of one run in one world; more of it is worse. */
export interface HarmMeasure {
  readonly name: string;
  readonly title: string;
  /** How much worse the candidate may be, in the measure's own unit. */
  readonly tolerance: number;
  /** Difference candidate − stable in one world; `threshold` is the stable policy's loss at the tail level. */
  readonly difference: (candidate: SeedRun, stable: SeedRun, threshold: number) => number;
}

const total = (run: SeedRun, of: (quarter: Quarter) => number): number =>
  run.quarters.reduce((sum, quarter) => sum + of(quarter), 0);
const years = (run: SeedRun): number => run.days / 364;

export const expectedLoss = (run: SeedRun): number => total(run, ({ expected }) => expected);
export const realisedLoss = (run: SeedRun): number => total(run, ({ lost }) => lost);
export const contacts = (run: SeedRun): number => total(run, ({ held, noShows }) => held + noShows);
export const optOuts = (run: SeedRun): number => total(run, (quarter) => quarter.optOuts);
export const movedShare = (run: SeedRun): number =>
  total(run, ({ moved }) => moved) /
  Math.max(
    1,
    total(run, ({ published }) => published),
  );
export const utilisation = (run: SeedRun): number =>
  total(run, ({ minutes }) => minutes) /
  Math.max(
    1,
    total(run, ({ capacity }) => capacity),
  );
/** The worst coverage of a declared group over the best of its kind, in the worst quarter. */
export const worstParity = (run: SeedRun): number => Math.min(1, ...run.quarters.map(quarterParity));

export function quarterParity({ parity }: Quarter): number {
  return Math.min(
    1,
    ...parity.map((row) => {
      const best = Math.max(...parity.filter(({ group }) => group === row.group).map(coverage));
      return best === 0 ? 1 : coverage(row) / best;
    }),
  );
}

/**
 * What a candidate may not make worse by more than the tolerance. Relative ones are shares of the stable policy's own
 * figure in the same world, so worlds of different size weigh alike.
 *
 * `tail-loss` is the excess over the stable policy's 95 % quantile c, divided by 0.05: since CVaR = min_c c + E(L − c)⁺ /
 * (1 − α) (Rockafellar & Uryasev 2000), its mean is never below the difference of the two CVaR, and it is a mean, which a
 * sequence of looks can be kept honest for.
 */
export const MEASURES: readonly HarmMeasure[] = [
  {
    name: 'expected-loss',
    title: 'Expected loss, share of the stable one',
    tolerance: 0.02,
    difference: (candidate, stable) => expectedLoss(candidate) / Math.max(1, expectedLoss(stable)) - 1,
  },
  {
    name: 'tail-loss',
    title: 'Loss in the worst quarters (CVaR 95 %), share of the mean quarter',
    tolerance: 0.5,
    difference: (candidate, stable, threshold) => {
      const excess = (run: SeedRun) =>
        total(run, ({ lost }) => Math.max(0, lost - threshold)) / Math.max(1, run.quarters.length) / (1 - TAIL);
      const mean = expectedLoss(stable) / Math.max(1, stable.quarters.length);
      return (excess(candidate) - excess(stable)) / Math.max(1, mean);
    },
  },
  {
    name: 'opt-outs',
    title: 'Customers who object, a year',
    tolerance: 1.5,
    difference: (candidate, stable) => optOuts(candidate) / years(candidate) - optOuts(stable) / years(stable),
  },
  {
    name: 'fatigue',
    title: 'Mean fatigue at the end, contacts',
    tolerance: 0.25,
    difference: (candidate, stable) => candidate.fatigue - stable.fatigue,
  },
  {
    name: 'next-year-loss',
    title: 'Added to next year’s loss by objections and fatigue, share of a year’s loss',
    tolerance: 0.02,
    difference: (candidate, stable) =>
      ((candidate.burned - stable.burned) * years(stable)) / Math.max(1, expectedLoss(stable)),
  },
  {
    name: 'parity-shortfall',
    title: 'Gap of the worst-served group to the best, worst quarter',
    tolerance: 0.08,
    difference: (candidate, stable) => worstParity(stable) - worstParity(candidate),
  },
  {
    name: 'moved-meetings',
    title: 'Published meetings moved, share',
    tolerance: 0.03,
    difference: (candidate, stable) => movedShare(candidate) - movedShare(stable),
  },
];

/** The measures that tell whether today's gain is paid for later. */
export const LONG_TERM: readonly string[] = ['opt-outs', 'fatigue', 'next-year-loss'];
