import { distributionQuantile } from '../numeric/distribution-quantile.ts';
import { incompleteBeta } from '../numeric/incomplete-beta.ts';
import { logBeta } from '../numeric/log-gamma.ts';
import { type KindEstimate, LOWER, UPPER } from './estimate.ts';

export interface RateCount {
  readonly kind: string;
  readonly trials: number;
  readonly successes: number;
}

/**
 * Rates of several kinds that borrow strength from each other: a kind with few trials is drawn to what the kinds have in
 * common, one with many stands on its own. The hierarchical beta-binomial model of Gelman et al., Bayesian Data Analysis,
 * 3rd ed., 5.3, with its hyperprior (α + β)^(-5/2), integrated on a grid.
 *
 * Integrated and not plugged in: with a handful of kinds the plug-in (empirical Bayes) interval forgets that the common
 * mean and spread are estimates themselves, and is too narrow (Morris 1983).
 *
 * O(kinds · grid · 34). Kinds come back in the order given.
 */
export function shrunkenRates(counts: readonly RateCount[]): KindEstimate[] {
  const parts = hyperGrid(counts);
  return counts.map(({ kind, trials, successes }) => {
    const posterior = parts.map(({ weight, mean, strength }) => {
      const a = mean * strength + successes;
      const b = (1 - mean) * strength + trials - successes;
      return { weight, a, b, scale: logBeta(a, b) };
    });
    const cdf = (x: number) =>
      posterior.reduce((sum, { weight, a, b, scale }) => sum + weight * incompleteBeta(x, a, b, scale), 0);
    return {
      kind,
      count: trials,
      value: posterior.reduce((sum, { weight, a, b }) => sum + (weight * a) / (a + b), 0),
      low: distributionQuantile(cdf, LOWER, 0, 1),
      high: distributionQuantile(cdf, UPPER, 0, 1),
    };
  });
}

interface Hyper {
  readonly mean: number;
  readonly strength: number;
  readonly weight: number;
}

/** Pseudo-trials the common rate may be worth to a kind: from kinds that have nothing in common to kinds that are one. */
const STRENGTHS = Array.from({ length: 15 }, (_, i) => Math.exp(0.55 * i));
/** Standard deviations from the most likely mean. */
const STEPS = [-3, -2.25, -1.5, -0.75, 0, 0.75, 1.5, 2.25, 3] as const;
/** Parts of less weight than this, relative to the heaviest, are left out. */
const NEGLIGIBLE = 1e-3;

function hyperGrid(counts: readonly RateCount[]): readonly Hyper[] {
  const parts = STRENGTHS.flatMap((strength) => {
    const { centre, spread } = likelyMean(counts, strength);
    return STEPS.map((step) => centre + step * spread)
      .filter((mean) => mean > 0 && mean < 1)
      .map((mean) => ({
        mean,
        strength,
        // The hyperprior over (mean, ln strength) is strength^(-1/2); the cells of the grid are as wide as `spread`.
        log: logMarginal(counts, mean, strength) - 0.5 * Math.log(strength) + Math.log(spread),
      }));
  });
  const top = parts.reduce((most, { log }) => Math.max(most, log), Number.NEGATIVE_INFINITY);
  const kept = parts
    .map(({ mean, strength, log }) => ({ mean, strength, weight: Math.exp(log - top) }))
    .filter(({ weight }) => weight > NEGLIGIBLE);
  const total = kept.reduce((sum, { weight }) => sum + weight, 0);
  return kept.map((part) => ({ ...part, weight: part.weight / total }));
}

/** Moments: Var(successes / trials) = m(1 − m)(s + n) / (n(s + 1)). */
function likelyMean(counts: readonly RateCount[], strength: number): { centre: number; spread: number } {
  let precision = 1;
  let sum = 0.5;
  for (const { trials, successes } of counts) {
    const each = (strength + 1) / (strength + trials);
    precision += each * trials;
    sum += each * successes;
  }
  const centre = sum / precision;
  return { centre, spread: Math.sqrt((centre * (1 - centre)) / precision) };
}

/** ln of the beta-binomial likelihood of all kinds, less what does not depend on the hyperparameters. */
function logMarginal(counts: readonly RateCount[], mean: number, strength: number): number {
  const a = mean * strength;
  const b = (1 - mean) * strength;
  const prior = logBeta(a, b);
  return counts.reduce((sum, { trials, successes }) => sum + logBeta(a + successes, b + trials - successes) - prior, 0);
}
