import { distributionQuantile } from '../numeric/distribution-quantile.ts';
import { normalCdf } from '../numeric/normal-distribution.ts';
import { type KindEstimate, LOWER, UPPER } from './estimate.ts';

export interface MeasuredMean {
  readonly kind: string;
  readonly count: number;
  readonly mean: number;
  /** > 0. */
  readonly standardError: number;
}

/**
 * Means of several kinds, each measured with its own error, that borrow strength from each other: the hierarchical normal
 * model of Gelman et al., Bayesian Data Analysis, 3rd ed., 5.4, flat in the common mean, half-Cauchy in the spread between
 * kinds (Gelman 2006, which is proper with few kinds too), integrated on a grid of spreads. One kind alone keeps its own
 * mean and error. O(kinds · grid · 34). Kinds come back in the order given.
 * @param scale spread between kinds that would not surprise, in the unit of the means; > 0
 */
export function shrunkenMeans(measured: readonly MeasuredMean[], scale: number): KindEstimate[] {
  if (measured.length === 0) return [];
  const spreads = spreadGrid(measured, scale);
  return measured.map(({ kind, count, mean, standardError }) => {
    const own = standardError ** 2;
    const parts = spreads.map(({ spread, weight, centre, variance }) => {
      // Share of the common mean in what is believed of this kind; its uncertainty comes along.
      const share = own / (own + spread ** 2);
      return {
        weight,
        mean: share * centre + (1 - share) * mean,
        deviation: Math.sqrt((1 - share) * own + share ** 2 * variance),
      };
    });
    const cdf = (x: number) =>
      parts.reduce((sum, part) => sum + part.weight * normalCdf((x - part.mean) / part.deviation), 0);
    const low = parts.reduce((least, part) => Math.min(least, part.mean - 8 * part.deviation), Infinity);
    const high = parts.reduce((most, part) => Math.max(most, part.mean + 8 * part.deviation), -Infinity);
    return {
      kind,
      count,
      value: parts.reduce((sum, part) => sum + part.weight * part.mean, 0),
      low: distributionQuantile(cdf, LOWER, low, high),
      high: distributionQuantile(cdf, UPPER, low, high),
    };
  });
}

interface Spread {
  readonly spread: number;
  readonly weight: number;
  /** Common mean at this spread, and its variance. */
  readonly centre: number;
  readonly variance: number;
}

/** Quantiles of the half-Cauchy as grid: every point stands for the same prior weight. */
const LEVELS = Array.from({ length: 40 }, (_, i) => (i + 0.5) / 40);

function spreadGrid(measured: readonly MeasuredMean[], scale: number): readonly Spread[] {
  const points = LEVELS.map((level) => {
    const spread = scale * Math.tan((level * Math.PI) / 2);
    let precision = 0;
    let weighted = 0;
    for (const { mean, standardError } of measured) {
      const each = 1 / (standardError ** 2 + spread ** 2);
      precision += each;
      weighted += each * mean;
    }
    const centre = weighted / precision;
    let log = -0.5 * Math.log(precision);
    for (const { mean, standardError } of measured) {
      const each = standardError ** 2 + spread ** 2;
      log -= 0.5 * Math.log(each) + (mean - centre) ** 2 / (2 * each);
    }
    return { spread, centre, variance: 1 / precision, log };
  });
  const top = points.reduce((most, { log }) => Math.max(most, log), -Infinity);
  const total = points.reduce((sum, { log }) => sum + Math.exp(log - top), 0);
  return points.map(({ log, ...point }) => ({ ...point, weight: Math.exp(log - top) / total }));
}
