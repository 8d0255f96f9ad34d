/** Value and derivative of a function at one point. */
export type ValueAndSlope = { readonly value: number; readonly slope: number };

const EVALUATIONS = 100;

/** Evaluations after which Newton's steps must shrink; where it works at all it has ended by then. */
const PATIENCE = 16;

/**
 * Where an increasing function crosses zero between `low` and `high`: Newton's step where it stays inside the bracket
 * and is finite, bisection where it does not, so it cannot diverge on flat or noisy stretches (Press et al., Numerical
 * Recipes, 3rd ed., 9.4 "rtsafe"). Nor does it creep along them: from `PATIENCE` on a step is at most half of the one before.
 *
 * Ends when a step is at most `step` of x, or of 1 where x is smaller, which is the resolution of a double unless told otherwise, or
 * after 100 evaluations, never by time. If the function does not change sign, the end nearer to the crossing is returned. `start`:
 * where to begin, or at the nearer end; else in the middle.
 */
export function increasingRoot(
  evaluate: (x: number) => ValueAndSlope,
  low: number,
  high: number,
  { start, step: smallest = 2 * Number.EPSILON }: { readonly start?: number; readonly step?: number } = {},
): number {
  let below = low;
  let above = high;
  let x = start === undefined ? below + (above - below) / 2 : Math.min(above, Math.max(below, start));
  let last = above - below;
  for (let i = 0; i < EVALUATIONS; i++) {
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
    if (step <= smallest * Math.max(1, Math.abs(x))) break;
  }
  return x;
}
