const ZERO = 48;

/** The number that the decimal digits `from … to − 1` of a text write; they must be digits. Makes no piece of the text. */
export function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) value = value * 10 + (text.charCodeAt(i) - ZERO);
  return value;
}
