import { choleskySolve } from './cholesky-solve.ts';
import { logistic, softplus } from './logistic.ts';

/** Row-major `columns` numbers per observation; `labels[i]` is 1 where the event happened, else 0. */
export type Observations = {
  readonly columns: number;
  readonly values: Float64Array;
  readonly labels: Uint8Array;
};

export type LogisticFit = {
  readonly intercept: number;
  readonly weights: readonly number[];
  readonly iterations: number;
  readonly converged: boolean;
};

/**
 * Ridge-penalised logistic regression by Newton's method (iteratively re-weighted least squares; Hastie, Tibshirani &
 * Friedman, 2nd ed., 4.4.1), the step halved until the penalised loss falls. Minimises
 * Σ ln(1 + e^±z) + l2/2 · |weights|²; the intercept is free, so the mean prediction equals the share of events.
 * No randomness, sums in row order: the same rows in the same order give the same bits. O(rows · columns²) a step.
 *
 * @param l2 > 0, on columns of comparable scale: standardise them first
 * @throws RangeError unless both outcomes occur: otherwise the intercept has no finite optimum
 */
export function logisticFit(data: Observations, l2: number, maxIterations = 50): LogisticFit {
  const events = data.labels.reduce((sum, label) => sum + label, 0);
  if (events === 0 || events === data.labels.length) {
    throw new RangeError(`a logistic fit needs both outcomes: received ${events} events in ${data.labels.length} rows`);
  }
  const size = data.columns + 1;
  let beta = new Float64Array(size);
  beta[0] = Math.log(events / (data.labels.length - events));
  let loss = penalisedLoss(data, beta, l2);
  for (let iteration = 1; iteration <= maxIterations; iteration++) {
    const step = newtonStep(data, beta, l2);
    const next = descend(data, beta, step, loss, l2);
    if (next === undefined) return fitted(beta, iteration, true);
    const gain = loss - next.loss;
    beta = next.beta;
    loss = next.loss;
    if (gain <= 1e-14 * loss) return fitted(beta, iteration, true);
  }
  return fitted(beta, maxIterations, false);
}

function fitted(beta: Float64Array, iterations: number, converged: boolean): LogisticFit {
  return { intercept: beta[0]!, weights: Array.from(beta.subarray(1)), iterations, converged };
}

/** The first of up to 30 halvings that does not raise the loss; none means the optimum is reached to rounding. */
function descend(data: Observations, beta: Float64Array, step: Float64Array, loss: number, l2: number) {
  for (let halving = 0, share = 1; halving < 30; halving++, share /= 2) {
    const trial = beta.map((value, i) => value + share * step[i]!);
    const trialLoss = penalisedLoss(data, trial, l2);
    if (trialLoss < loss) return { beta: trial, loss: trialLoss };
  }
  return undefined;
}

function newtonStep({ columns, values, labels }: Observations, beta: Float64Array, l2: number): Float64Array {
  const size = columns + 1;
  const hessian = new Float64Array(size * size);
  const gradient = new Float64Array(size);
  const row = new Float64Array(size);
  row[0] = 1;
  for (let r = 0; r < labels.length; r++) {
    row.set(values.subarray(r * columns, (r + 1) * columns), 1);
    const probability = logistic(dot(row, beta));
    accumulate(hessian, gradient, row, probability * (1 - probability), labels[r]! - probability);
  }
  for (let i = 1; i < size; i++) {
    hessian[i * size + i] = hessian[i * size + i]! + l2;
    gradient[i] = gradient[i]! - l2 * beta[i]!;
  }
  if (!choleskySolve(hessian, gradient)) {
    throw new RangeError(`the logistic fit's curvature vanished with l2 = ${l2}: standardise the columns or raise l2`);
  }
  return gradient;
}

function accumulate(hessian: Float64Array, gradient: Float64Array, row: Float64Array, weight: number, error: number) {
  const size = row.length;
  for (let i = 0; i < size; i++) {
    const value = row[i]!;
    if (value === 0) continue;
    gradient[i] = gradient[i]! + error * value;
    const weighted = weight * value;
    for (let j = 0; j <= i; j++) hessian[i * size + j] = hessian[i * size + j]! + weighted * row[j]!;
  }
}

function penalisedLoss({ columns, values, labels }: Observations, beta: Float64Array, l2: number): number {
  const weights = beta.subarray(1);
  let loss = 0;
  for (let r = 0; r < labels.length; r++) {
    const z = beta[0]! + dot(values.subarray(r * columns, (r + 1) * columns), weights);
    loss += softplus(labels[r] === 1 ? -z : z);
  }
  return loss + (l2 / 2) * dot(weights, weights);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
