import type { NumberFormat } from '../../../core/model/import-cell.ts';
import { shown } from '../../../core/model/violation.ts';

/** A number as a file has it, or what to do about a text that is none in its format. */
export type NumberReading =
  | { readonly ok: true; readonly number: number }
  | { readonly ok: false; readonly remedy: string };

/** Characters a separator of the map stands for. */
const SEPARATORS = { '.': '\\.', ',': ',', ' ': '[ \\u00a0\\u2007\\u2009\\u202f]', "'": "['\\u2019]" } as const;
/** Ways numbers are written, the likeliest first; what a remedy names of them is what reads the cell. */
const FORMATS: readonly NumberFormat[] = [
  { decimal: '.' },
  { decimal: '.', thousands: ',' },
  { decimal: ',' },
  { decimal: ',', thousands: '.' },
  { decimal: '.', thousands: ' ' },
  { decimal: ',', thousands: ' ' },
  { decimal: '.', thousands: "'" },
  { decimal: ',', thousands: "'" },
];

/**
 * A number written in one format and no other, with a unit where the map names one. Groups have three digits each, but for
 * the first; a power of ten follows plain digits only. Parentheses, a sign behind, other digits than 0 to 9 and other units
 * are refused, and so is whatever two formats would read as two numbers: the map says which.
 */
export function numberReading(text: string, format: NumberFormat, unit?: string): NumberReading {
  const bare = unit === undefined ? text : withoutUnit(text, unit);
  const number = numberIn(bare, format);
  return number === undefined ? { ok: false, remedy: remedyFor(bare, format, unit) } : { ok: true, number };
}

/** Infinite where the text says more than a double holds. */
export function numberIn(text: string, format: NumberFormat): number | undefined {
  const { plain, grouped, between } = patterns(format);
  if (!plain.test(text) && grouped?.test(text) !== true) return undefined;
  const digits = between === undefined ? text : text.replace(between, '');
  return Number(digits.replace('\u2212', '-').replace(format.decimal, '.'));
}

interface Patterns {
  readonly plain: RegExp;
  readonly grouped: RegExp | undefined;
  readonly between: RegExp | undefined;
}

/** Few formats, many cells. */
const compiled = new Map<string, Patterns>();

function patterns({ decimal, thousands }: NumberFormat): Patterns {
  const key = `${decimal}${thousands ?? ''}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const point = SEPARATORS[decimal];
  const between = thousands === undefined ? undefined : SEPARATORS[thousands];
  const one = {
    plain: new RegExp(`^[+\\-\\u2212]?(\\d+${point}?\\d*|${point}\\d+)(e[+-]?\\d{1,4})?$`, 'i'),
    grouped: between && new RegExp(`^[+\\-\\u2212]?\\d{1,3}(${between}\\d{3})+(${point}\\d*)?$`),
    between: between && new RegExp(between, 'g'),
  };
  compiled.set(key, one);
  return one;
}

/** The unit before the digits, behind a sign or at the end; it stands there once. */
function withoutUnit(text: string, unit: string): string {
  if (text.endsWith(unit)) return text.slice(0, -unit.length).trimEnd();
  const sign = /^[+\-\u2212]?\s*/.exec(text)?.[0] ?? '';
  const rest = text.slice(sign.length);
  return rest.startsWith(unit) ? sign.trimEnd() + rest.slice(unit.length).trimStart() : text;
}

function remedyFor(text: string, format: NumberFormat, unit: string | undefined): string {
  if (/^\(.*\)$/.test(text)) return 'write a negative number with a minus before it, not in parentheses';
  if (/^[^%]*\d\s*%$/.test(text)) return 'read the column as "type": "percent", or give the number alone';
  const found = unit === undefined ? CURRENCY.exec(text)?.[0] : undefined;
  const bare = found === undefined ? text : withoutUnit(text, found);
  const written = numberIn(bare, format) === undefined ? otherFormats(bare, format) : '';
  const inUnit = found === undefined ? '' : `where all of the column is in ${found}, say "unit": ${shown(found)} there`;
  if (written !== undefined) return [inUnit, written].filter((text) => text !== '').join('; ');
  return `use a number such as ${example(format)}${unit === undefined ? ', without currency signs' : `, in ${unit} or without a unit`}`;
}

/** A sign or a code of a currency before or behind digits. Other letters may be a factor, as in 12k. */
const CURRENCY = /^(?:\p{Sc}|[A-Z]{3})(?=\s?[\d+\-\u2212])|(?<=\d\s?)(?:\p{Sc}|[A-Z]{3})$/u;

/** What the map can say so that the text is a number, where it can. */
function otherFormats(text: string, format: NumberFormat): string | undefined {
  const readings = new Map<number, NumberFormat>();
  for (const other of FORMATS) {
    const number = numberIn(text, other);
    if (number !== undefined && !readings.has(number)) readings.set(number, other);
  }
  if (readings.size === 0) return undefined;
  const ways = [...readings].map(([number, other]) => `${number} with ${named(other)}`);
  return `the map has numbers such as ${example(format)}; say in its csv or in the column how they are written: this is ${ways.join(', or ')}`;
}

function named({ decimal, thousands }: NumberFormat): string {
  return `"decimal": ${shown(decimal)}${thousands === undefined ? '' : `, "thousands": ${shown(thousands)}`}`;
}

function example({ decimal, thousands }: NumberFormat): string {
  return `1${thousands ?? ''}234${decimal}5`;
}
