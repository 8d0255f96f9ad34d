/** Most breaches a year there are at 95 % confidence, where none was seen in so many years: 3 / years, two digits of it. */
export function mostBreaches(years: number): string {
  return String(Number((3 / Math.max(1e-9, years)).toPrecision(2)));
}
