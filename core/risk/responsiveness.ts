import type { KindEstimate } from './estimate.ts';
import { type MeasuredMean, shrunkenMeans } from './shrunken-mean.ts';

/** One account of the randomised experiment over one forecast horizon. */
export interface TrialAccount {
  /** The kind of conversation that was open with it; accounts with several kinds are not in the experiment. */
  readonly kind: string;
  /** Drawn by lot: reserved from planning, or not. What was done with it may differ, and is in `drop`. */
  readonly heldOut: boolean;
  /** Chance of loss if nobody acts, forecast before the lot was drawn. */
  readonly forecast: number;
  readonly lost: 0 | 1;
  /** Fall of that chance by what was done, were effects exactly as the portfolio says. */
  readonly drop: number;
}

/** Accounts of each arm without which a kind is not estimated. */
const LEAST_IN_ARM = 50;
/** The lot must move what is done by this many standard errors; weaker instruments give wild ratios (Stock & Yogo 2005). */
const LEAST_STRENGTH = 4;
/** Spread of the factor between kinds that would not surprise. */
const SCALE = 0.3;

/**
 * How much of the effect the portfolio claims is real, per kind: 1 all of it, 0 none. The Wald (instrumental variable)
 * estimate with the lot as instrument (Angrist, Imbens & Rubin 1996):
 *
 *     r = (mean of lost − forecast, held out  −  the same, others) / (mean drop of the others − mean drop, held out)
 *
 * Whom the planner chose among the others does not bias it, nor does a forecast that is off: both arms have it alike, and
 * taking it away only removes noise. Standard error by the delta method on the ratio; kinds are shrunken together.
 * Kinds without enough accounts in both arms are left out. O(accounts).
 */
export function responsiveness(accounts: readonly TrialAccount[]): KindEstimate[] {
  const byKind = Map.groupBy(accounts, ({ kind }) => kind);
  const measured = [...byKind.keys()].sort().flatMap((kind): MeasuredMean[] => {
    const found = waldRatio(byKind.get(kind) ?? []);
    return found === null ? [] : [{ kind, ...found }];
  });
  return shrunkenMeans(measured, SCALE);
}

function waldRatio(accounts: readonly TrialAccount[]): Omit<MeasuredMean, 'kind'> | null {
  const reserved = accounts.filter(({ heldOut }) => heldOut);
  const others = accounts.filter(({ heldOut }) => !heldOut);
  if (reserved.length < LEAST_IN_ARM || others.length < LEAST_IN_ARM) return null;
  const excess = ({ lost, forecast }: TrialAccount) => lost - forecast;
  const drop = (account: TrialAccount) => account.drop;
  const moved = mean(others, drop) - mean(reserved, drop);
  const strength =
    moved / Math.sqrt(variance(others, drop) / others.length + variance(reserved, drop) / reserved.length);
  if (!(moved > 0) || strength < LEAST_STRENGTH) return null;
  const ratio = (mean(reserved, excess) - mean(others, excess)) / moved;
  const influence = (account: TrialAccount) => excess(account) + ratio * account.drop;
  const error = Math.sqrt(
    variance(others, influence) / others.length + variance(reserved, influence) / reserved.length,
  );
  // Nobody lost in either arm measures nothing, however small its variance.
  if (!(error > 0)) return null;
  return { count: accounts.length, mean: ratio, standardError: error / moved };
}

function mean(accounts: readonly TrialAccount[], of: (account: TrialAccount) => number): number {
  return accounts.reduce((sum, account) => sum + of(account), 0) / accounts.length;
}

function variance(accounts: readonly TrialAccount[], of: (account: TrialAccount) => number): number {
  const centre = mean(accounts, of);
  return accounts.reduce((sum, account) => sum + (of(account) - centre) ** 2, 0) / (accounts.length - 1);
}
