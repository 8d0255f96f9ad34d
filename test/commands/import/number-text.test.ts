import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NumberFormat } from '../../../core/model/import-cell.ts';
import { numberReading } from '../../../functions/commands/import/number-text.ts';

const read = (text: string, format: NumberFormat, unit?: string) => {
  const reading = numberReading(text, format, unit);
  return reading.ok ? reading.number : reading.remedy;
};

const formats = fc
  .record({
    decimal: fc.constantFrom('.' as const, ',' as const),
    thousands: fc.constantFrom(undefined, '.' as const, ',' as const, ' ' as const, "'" as const),
  })
  .filter(({ decimal, thousands }) => decimal !== thousands);

/** What a thousands separator of the map may be in a file. */
const CHARACTERS = { '.': ['.'], ',': [','], ' ': [' ', '\u00a0', '\u202f', '\u2009', '\u2007'], "'": ["'", '\u2019'] };

function written(cents: number, { decimal, thousands }: NumberFormat, character: number): string {
  const list = thousands === undefined ? [''] : CHARACTERS[thousands];
  const separator = list[character % list.length] ?? '';
  const whole = String(Math.trunc(Math.abs(cents) / 100)).replace(/\B(?=(\d{3})+$)/g, separator);
  return `${cents < 0 ? '-' : ''}${whole}${decimal}${String(Math.abs(cents) % 100).padStart(2, '0')}`;
}

const cents = fc.integer({ min: -1e14, max: 1e14 }).map((value) => (value === 0 ? 1 : value));

describe('numberReading', () => {
  it('gives the number that was written in the format', () => {
    fc.assert(
      fc.property(cents, formats, fc.nat(9), (value, format, character) => {
        expect(read(written(value, format, character), format)).toBe(value / 100);
      }),
    );
  });

  it('never reads another number than was written, whichever format the map says', () => {
    fc.assert(
      fc.property(cents, formats, formats, fc.nat(9), (value, by, format, character) => {
        const number = read(written(value, by, character), format);
        // Two decimals are no group of three, so nothing fits two formats here but with the same meaning.
        expect(typeof number === 'string' || number === value / 100).toBe(true);
      }),
    );
  });

  it.each([
    ['12.345,50', { decimal: ',', thousands: '.' }, 12_345.5],
    ['1,234.56', { decimal: '.', thousands: ',' }, 1_234.56],
    ['1 234 567,5', { decimal: ',', thousands: ' ' }, 1_234_567.5],
    ['1\u00a0234,5', { decimal: ',', thousands: ' ' }, 1_234.5],
    ['1\u202f234,5', { decimal: ',', thousands: ' ' }, 1_234.5],
    ["1'234.50", { decimal: '.', thousands: "'" }, 1_234.5],
    ['1\u2019234', { decimal: '.', thousands: "'" }, 1_234],
    ['1.234', { decimal: ',', thousands: '.' }, 1_234],
    ['\u22125,5', { decimal: ',' }, -5.5],
    ['+5', { decimal: ',' }, 5],
    ['1,5E+03', { decimal: ',' }, 1_500],
    ['1234,5', { decimal: ',', thousands: '.' }, 1_234.5],
  ] as const)('reads %j as %j', (text, format, number) => {
    expect(read(text, format)).toBe(number);
  });

  it.each([
    '12.5',
    '1.23',
    '1.2345',
    '1..234',
    '.234',
    '1.234.56',
    '1.234,5,6',
    '5-',
    '1 234',
    '',
    '-',
    ',',
    '٣',
    '0x1f',
  ])('refuses %j where . groups and , parts', (text) => {
    expect(typeof read(text, { decimal: ',', thousands: '.' })).toBe('string');
  });

  it('names both readings of a number that has two, and the one of a number that has one', () => {
    expect(read('1,234', { decimal: '.' })).toContain(
      'this is 1234 with "decimal": ".", "thousands": ",", or 1.234 with "decimal": ","',
    );
    expect(read('12.345,50', { decimal: '.' })).toMatch(/this is 12345\.5 with "decimal": ",", "thousands": "\."$/);
  });

  it.each([
    ['12 EUR', 'EUR', 12],
    ['EUR12', 'EUR', 12],
    ['-\u20ac 12', '\u20ac', -12],
    ['\u20ac-12', '\u20ac', -12],
    ['12', '\u20ac', 12],
    ['Fr.12', 'Fr.', 12],
  ])('takes the unit off %j', (text, unit, number) => {
    expect(read(text, { decimal: '.' }, unit)).toBe(number);
  });

  it.each([
    ['12 USD', 'EUR', 'in EUR or without a unit'],
    ['EUR 12 EUR', 'EUR', 'in EUR or without a unit'],
    ['12 EUR', undefined, 'say "unit": "EUR"'],
    ['$12', undefined, 'say "unit": "$"'],
    ['1.234,50 EUR', undefined, 'say "unit": "EUR" there; the map has numbers such as 1234.5'],
    ['12k', undefined, 'use a number such as 1234.5, without currency signs'],
    ['(500)', undefined, 'not in parentheses'],
    ['35 %', undefined, '"type": "percent"'],
  ])('says of %j in %j what to do', (text, unit, remedy) => {
    expect(read(text, { decimal: '.' }, unit)).toContain(remedy);
  });
});
