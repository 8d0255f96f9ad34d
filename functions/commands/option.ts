import { InputError } from './input-error.ts';

/** An option that is a whole number, at least `least` and at most 2^31 - 1; `otherwise` where it was not given. */
export function wholeNumber(name: string, text: string | undefined, otherwise: number, least = 0): number {
  if (text === undefined) return otherwise;
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= 2_147_483_647))
    throw new InputError(`${name} takes a whole number from ${least}: received ${JSON.stringify(text)}`, {
      usage: true,
    });
  return value;
}
