/** An interval that holds at every sample size at once: looking after each sample and stopping at will is allowed. */
export interface ConfidenceInterval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Prior variance g of the effect, in standard deviations. A smaller one would be a little tighter beyond a hundred worlds
 * and says nothing about fewer than a dozen; with 1 the first answers come after eight, at the level a suite asks for.
 */
const PRIOR = 1;

/**
 * Time-uniform 1 − α confidence interval for the mean of independent normal differences of unknown variance, by
 * inverting the t-test mixture e-process (a normal prior of variance g on the standardised effect, the right Haar prior
 * on the scale):
 *
 *     E_n(m) = (1 + ng)^{-1/2} · [ (1 + t²/ν) / (1 + t²/(ν(1 + ng))) ]^{n/2},   ν = n − 1,  t = √n (x̄ − m) / s
 *
 * E is a test martingale for the maximal invariant whatever the variance, so by Ville's inequality P(∃n: E_n ≥ 1/α) ≤ α
 * (Lai 1976; Hendriksen, de Heide & Grünwald 2021; Wang & Ramdas 2025, "Anytime-valid t-tests and confidence sequences
 * for Gaussian means with unknown variance"). Exact for normal differences; means over a quarter or a year of many
 * customers are near to that, and the tests measure the error under skewed ones.
 *
 * @param leastDeviation a floor for s: a sample that has not varied yet has not shown that it cannot. 0 for none.
 */
export function confidenceSequence(values: readonly number[], alpha: number, leastDeviation = 0): ConfidenceInterval {
  const n = values.length;
  const mean = n === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / n;
  const open = { mean, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  if (n < 2) return open;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.max(leastDeviation, Math.sqrt(squares / (n - 1)));
  const spread = 1 + n * PRIOR;
  // (1 + x) / (1 + x / spread) = ratio at the edge, x = t²/ν.
  const ratio = Math.exp((2 / n) * (0.5 * Math.log(spread) - Math.log(alpha)));
  if (ratio >= spread) return open;
  const x = (ratio - 1) / (1 - ratio / spread);
  const radius = (deviation * Math.sqrt((n - 1) * x)) / Math.sqrt(n);
  return { mean, low: mean - radius, high: mean + radius };
}
