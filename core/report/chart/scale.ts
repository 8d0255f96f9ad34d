/** Round numbers from 0 to at least `top`, about `wanted` steps of 1, 2, 2.5 or 5 × 10^n. */
export function niceTicks(top: number, wanted: number): number[] {
  if (!(top > 0)) return [0];
  const rough = top / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? rough;
  const steps = Math.ceil(top / step - 1e-9);
  return Array.from({ length: steps + 1 }, (_, index) => index * step);
}

/** Geometry to a tenth of a pixel: short, and the same bytes everywhere. */
export function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}
