/**
 * How the chance of losing an account grows if nobody acts.
 *
 * - `probability` in [0, 1]: of losing it within `withinDays` days (> 0) from the portfolio's `asOf`
 * - `shape` > 0: 1 is a constant hazard, above 1 the danger grows toward the end
 */
export type LossProcess = {
  readonly probability: number;
  readonly withinDays: number;
  readonly shape: number;
};

/** One engagement held `day` days after `asOf` (fractions count), averting any later loss with chance `averts` (ρ). */
export type Touch = { readonly day: number; readonly averts: number };

/**
 * F(t) = 1 - exp(-Λ(t)) with Λ(t) = -ln(1 - p)·(t / T)^k: the chance of losing the account within `day` days if nobody
 * acts. 0 for day <= 0 and p from day T on (nothing is said about later days). A certain loss (p = 1) has an infinite
 * hazard at once, so F jumps to 1 right after day 0. O(1).
 */
export function cumulativeLoss(process: LossProcess, day: number): number {
  const { probability, withinDays, shape } = process;
  if (!(day > 0)) return 0;
  if (day >= withinDays || probability === 0 || probability === 1) return probability;
  const hazard = -Math.log1p(-probability) * power(day / withinDays, shape);
  // Rounding must not lift F(t) over F(T).
  return Math.min(probability, -Math.expm1(-hazard));
}

/**
 * The chance of losing the account with these touches: ∫ Π_{tⱼ ≤ u} (1 - ρⱼ) dF(u), a sum over the pieces between touch
 * times. A touch at or before day 0 thins the whole process, one at or after day T nothing. The order of the list does
 * not matter, to the last bit. O(n log n).
 */
export function lossProbability(process: LossProcess, touches: readonly Touch[]): number {
  const ordered = touches.length > 1 ? [...touches].sort(byDayThenAverts) : touches;
  let survivesTouches = 1;
  let lostBefore = 0;
  let total = 0;
  for (const touch of ordered) {
    if (touch.day >= process.withinDays) break;
    const lost = cumulativeLoss(process, touch.day);
    total += survivesTouches * (lost - lostBefore);
    lostBefore = lost;
    survivesTouches *= 1 - touch.averts;
  }
  total += survivesTouches * (process.probability - lostBefore);
  return Math.min(process.probability, Math.max(0, total));
}

function byDayThenAverts(a: Touch, b: Touch): number {
  return a.day - b.day || a.averts - b.averts;
}

/** u^k for u in (0, 1) by exp and log, which are the same library code on every machine; `Math.pow` need not be. */
export function power(base: number, exponent: number): number {
  return exponent === 1 ? base : Math.exp(exponent * Math.log(base));
}
