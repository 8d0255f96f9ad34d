import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateOf, dayOf } from '../../../core/calendar/day.ts';
import { DateFormat } from '../../../core/model/import-cell.ts';
import { dateReading } from '../../../functions/commands/import/date-text.ts';

const read = (text: string, format: DateFormat) => {
  const reading = dateReading(text, format);
  return reading.ok ? reading.date : reading.remedy;
};

const formats = fc.constantFrom(...DateFormat.options);

function written(day: number, format: DateFormat): string {
  if (format === 'excel-serial') return String(day - dayOf('1899-12-30'));
  const [year = '', month = '', date = ''] = dateOf(day).split('-');
  return format.replace('YYYY', year).replace('MM', month).replace('DD', date);
}

describe('dateReading', () => {
  it('gives the day that was written in the format', () => {
    fc.assert(
      fc.property(fc.integer({ min: dayOf('1900-03-01'), max: dayOf('2199-12-31') }), formats, (day, format) => {
        expect(read(written(day, format), format)).toBe(dateOf(day));
      }),
    );
  });

  it.each([
    ['31.12.2026', 'DD.MM.YYYY', '2026-12-31'],
    ['1.2.2026', 'DD.MM.YYYY', '2026-02-01'],
    ['1/2/2026', 'DD/MM/YYYY', '2026-02-01'],
    ['1/2/2026', 'MM/DD/YYYY', '2026-01-02'],
    ['12/31/2026 11:59 PM', 'MM/DD/YYYY', '2026-12-31'],
    ['2026-12-31T23:30:00Z', 'YYYY-MM-DD', '2026-12-31'],
    ['44561', 'excel-serial', '2021-12-31'],
    ['44561.75', 'excel-serial', '2021-12-31'],
    ['61', 'excel-serial', '1900-03-01'],
  ] as const)('reads %j as %s', (text, format, date) => {
    expect(read(text, format)).toBe(date);
  });

  it.each([
    ['31.02.2026', 'DD.MM.YYYY'],
    ['29.02.2025', 'DD.MM.YYYY'],
    ['01.13.2026', 'DD.MM.YYYY'],
    ['00.01.2026', 'DD.MM.YYYY'],
    ['01.00.2026', 'DD.MM.YYYY'],
    ['31.12.26', 'DD.MM.YYYY'],
    ['31.12.2026 to 2.1.2027', 'DD.MM.YYYY'],
    ['60', 'excel-serial'],
    ['0', 'excel-serial'],
    ['9999999', 'excel-serial'],
    ['', 'YYYY-MM-DD'],
  ] as const)('refuses %j as %s', (text, format) => {
    expect(read(text, format)).toMatch(/^the map has dates such as /);
  });

  it('names each way a date can be meant, and Excel by its name', () => {
    expect(read('1/2/2026', 'YYYY-MM-DD')).toContain(
      '2026-02-01 with "dateFormat": "DD/MM/YYYY", or 2026-01-02 with "dateFormat": "MM/DD/YYYY"',
    );
    expect(read('12/31/2026', 'YYYY-MM-DD')).toMatch(/this is 2026-12-31 with "dateFormat": "MM\/DD\/YYYY"$/);
    expect(read('44561', 'DD.MM.YYYY')).toMatch(/this is 2021-12-31 with "dateFormat": "excel-serial"$/);
    expect(read('7', 'DD.MM.YYYY')).toContain('give a date the calendar has');
  });
});
