const ZERO = 48;

/** The number that the characters `from … to − 1` of a text write, NaN where one is no decimal digit. Makes no piece of the text. */
export function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}
