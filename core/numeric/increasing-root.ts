/** Value and derivative of a function at one point. */
export type ValueAndSlope = { readonly value: number; readonly slope: number };

/** Evaluations after which Newton's steps must shrink; where it works at all it has ended by then. */
const PATIENCE = 16;

/**
 * Where an increasing function crosses zero between `low` and `high`: Newton's step where it stays inside the bracket
 * and is finite, bisection where it does not, so it cannot diverge on flat or noisy stretches (Press et al., Numerical
 * Recipes, 3rd ed., 9.4 "rtsafe"). Nor does it creep along them: from `PATIENCE` on a step is at most half of the one before.
 *
 * Ends when the step is below the resolution of a double or after `iterations` evaluations, never by time. If the
 * function does not change sign, the end nearer to the crossing is returned.
 */
export function increasingRoot(
  evaluate: (x: number) => ValueAndSlope,
  low: number,
  high: number,
  iterations = 100,
): number {
  let below = low;
  let above = high;
  let x = below + (above - below) / 2;
  let last = above - below;
  for (let i = 0; i < iterations; i++) {
    const { value, slope } = evaluate(x);
    if (value === 0) return x;
    if (value < 0) below = x;
    else above = x;
    const newton = x - value / slope;
    const fast = newton > below && newton < above && (i < PATIENCE || Math.abs(newton - x) <= last / 2);
    const next = fast ? newton : below + (above - below) / 2;
    const step = Math.abs(next - x);
    last = step;
    x = next;
    if (step <= 2 * Number.EPSILON * Math.max(1, Math.abs(x))) break;
  }
  return x;
}
