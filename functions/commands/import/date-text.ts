import { dateOf, dayOf } from '../../../core/calendar/day.ts';
import { DateFormat } from '../../../core/model/import-cell.ts';

/** A calendar date such as 2026-12-31, or what to do about a text that is none in its format. */
export type DateReading =
  | { readonly ok: true; readonly date: string }
  | { readonly ok: false; readonly remedy: string };

const Y = '(?<year>\\d{4})';
const M = '(?<month>\\d{1,2})';
const D = '(?<day>\\d{1,2})';
/** A time of day behind a date is passed over, with its zone: the date is the one that is written. */
const TIME = '(?:[T ]+\\d{1,2}:\\d{2}.*)?';

const WRITTEN = {
  'YYYY-MM-DD': new RegExp(`^${Y}-${M}-${D}${TIME}$`),
  'DD.MM.YYYY': new RegExp(`^${D}\\.${M}\\.${Y}${TIME}$`),
  'DD/MM/YYYY': new RegExp(`^${D}/${M}/${Y}${TIME}$`),
  'MM/DD/YYYY': new RegExp(`^${M}/${D}/${Y}${TIME}$`),
  'DD-MM-YYYY': new RegExp(`^${D}-${M}-${Y}${TIME}$`),
  'YYYY/MM/DD': new RegExp(`^${Y}/${M}/${D}${TIME}$`),
  YYYYMMDD: /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})$/,
} as const;
const EXAMPLES = {
  'YYYY-MM-DD': '2026-12-31',
  'DD.MM.YYYY': '31.12.2026',
  'DD/MM/YYYY': '31/12/2026',
  'MM/DD/YYYY': '12/31/2026',
  'DD-MM-YYYY': '31-12-2026',
  'YYYY/MM/DD': '2026/12/31',
  YYYYMMDD: '20261231',
  'excel-serial': '46387',
} as const;

/** Day 0 of Excel's 1900 system, from its day 61 on; its day 60, 29 February 1900, never was. */
const EXCEL_ZERO = dayOf('1899-12-30');
const EXCEL = { first: 61, last: 2_958_465 };

/** A date written in one format and no other; days the calendar does not have are refused. */
export function dateReading(text: string, format: DateFormat): DateReading {
  const date = inFormat(text, format);
  return date === undefined ? { ok: false, remedy: remedyFor(text, format) } : { ok: true, date };
}

function inFormat(text: string, format: DateFormat): string | undefined {
  if (format === 'excel-serial') return excelDate(text);
  const found = WRITTEN[format].exec(text)?.groups;
  if (found === undefined) return undefined;
  const part = (name: string) => (found[name] ?? '').padStart(2, '0');
  const date = `${part('year')}-${part('month')}-${part('day')}`;
  return Number(found['month']) >= 1 && dateOf(dayOf(date)) === date ? date : undefined;
}

/** A whole number of days; the part of a day behind a point or comma is the time of day. */
function excelDate(text: string): string | undefined {
  const days = Number(/^(\d{1,7})(?:[.,]\d*)?$/.exec(text)?.[1]);
  return days >= EXCEL.first && days <= EXCEL.last ? dateOf(EXCEL_ZERO + days) : undefined;
}

function remedyFor(text: string, format: DateFormat): string {
  const fits = DateFormat.options.flatMap((other) => {
    const date = inFormat(text, other);
    // Nearly every number is some day of Excel's: only those of 1982 to 2064 are likely to be meant.
    const likely = other !== 'excel-serial' || /^[345]\d{4}(?:[.,]\d*)?$/.test(text);
    return date !== undefined && likely ? [`${date} with "dateFormat": "${other}"`] : [];
  });
  const use = `the map has dates such as ${EXAMPLES[format]} (${format})`;
  return fits.length === 0
    ? `${use}; give a date the calendar has, with a year of four digits`
    : `${use}; say in its csv or in the column how they are written: this is ${fits.join(', or ')}`;
}
