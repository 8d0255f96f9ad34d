import { roundHalfUp } from '../numeric/round-half-up.ts';

/** Digits after the point, where they are not two. Source: ISO 4217 list one, checked 2026-11-22. */
const MINOR_DIGITS: Readonly<Record<string, number>> = {
  ...each(0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'),
  ...each(3, 'BHD IQD JOD KWD LYD OMR TND'),
  ...each(4, 'CLF UYW'),
};
/** No break between a number and what it counts. */
const SPACE = '\u00a0';

/** `USD 12,345.67`: the exact amount, from integer minor units. No locale: the same bytes everywhere. */
export function exactMoney(minor: number, currency: string): string {
  const digits = MINOR_DIGITS[currency] ?? 2;
  const unit = 10 ** digits;
  const whole = Math.trunc(Math.abs(minor) / unit);
  const rest = Math.abs(minor) - whole * unit;
  const fraction = digits === 0 ? '' : `.${String(rest).padStart(digits, '0')}`;
  return `${currency}${SPACE}${minor < 0 ? '−' : ''}${grouped(whole)}${fraction}`;
}

/** For reading: `USD 0.42`, `USD 84,210`, `USD 842 k`, `USD 1.24 M`. Small amounts are exact, large ones three digits. */
export function money(minor: number, currency: string): string {
  if (minor !== 0 && Number.isInteger(minor) && Math.abs(minor) < 10 * 10 ** (MINOR_DIGITS[currency] ?? 2)) {
    return exactMoney(minor, currency);
  }
  return `${currency}${SPACE}${shortAmount(minor, currency)}`;
}

/** The same without the currency, for the axes of charts and the cells of tables that name it once. */
export function shortAmount(minor: number, currency: string): string {
  const major = Math.abs(minor) / 10 ** (MINOR_DIGITS[currency] ?? 2);
  const sign = minor < 0 ? '−' : '';
  if (major < 99_999.5) return sign + grouped(roundHalfUp(major));
  const [unit, name] = major < 999_500 ? [1e3, 'k'] : major < 999.5e6 ? [1e6, 'M'] : [1e9, 'B'];
  return `${sign}${threeDigits(major / unit)}${SPACE}${name}`;
}

/** `12,345` for a whole number. */
export function grouped(whole: number): string {
  const digits = String(Math.abs(whole)).replace(/\B(?=(\d{3})+$)/g, ',');
  return whole < 0 ? `−${digits}` : digits;
}

/** `3 meetings`, `1 meeting`. */
export function count(whole: number, one: string, many = `${one}s`): string {
  return `${grouped(whole)}${SPACE}${whole === 1 ? one : many}`;
}

/** A share as `12%`, `0.4%`: one digit where it is below ten percent and not whole, unless told. */
export function percent(share: number, digits?: number): string {
  const hundredths = Math.abs(share) * 100;
  const text = hundredths.toFixed(digits ?? (hundredths < 9.95 ? 1 : 0));
  const short = digits === undefined ? text.replace(/\.0$/, '') : text;
  return `${share < 0 && Number(short) !== 0 ? '−' : ''}${short}%`;
}

/** `45 min`, `2 h`, `7 h 30 min`. */
export function duration(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes - hours * 60;
  const parts = [hours > 0 ? `${grouped(hours)}${SPACE}h` : '', rest > 0 || hours === 0 ? `${rest}${SPACE}min` : ''];
  return parts.filter((part) => part !== '').join(SPACE);
}

function threeDigits(value: number): string {
  return value < 9.995 ? value.toFixed(2) : value < 99.95 ? value.toFixed(1) : value.toFixed(0);
}

function each(digits: number, codes: string): Record<string, number> {
  return Object.fromEntries(codes.split(' ').map((code) => [code, digits]));
}
