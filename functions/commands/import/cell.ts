import { createHash } from 'node:crypto';
import type { ImportCell, ImportSource, NumberFormat } from '../../../core/model/import-cell.ts';
import type { ImportMap } from '../../../core/model/import-map.ts';
import { shown } from '../../../core/model/violation.ts';
import { roundHalfUp } from '../../../core/numeric/round-half-up.ts';
import { dateReading } from './date-text.ts';
import { numberIn, numberReading } from './number-text.ts';

export type CellValue = string | number | boolean;

/** A value, `absent` where the cell is blank and the map gives nothing for that, or what is wrong with it. */
export type CellOutcome =
  | { readonly kind: 'value'; readonly value: CellValue }
  | { readonly kind: 'absent' }
  | { readonly kind: 'wrong'; readonly rule: string; readonly received: string; readonly remedy: string };

/** What the map makes of a row for one field. `text` gives the cell of a column, '' where the row has none. */
export function sourceValue(
  source: ImportSource,
  text: (column: string) => string,
  csv: ImportMap['csv'],
): CellOutcome {
  if ('constant' in source) return value(source.constant);
  const received = text(source.column).trim();
  const { values, otherwise } = source;
  if (values !== undefined) {
    const known = Object.hasOwn(values, received) ? values[received] : undefined;
    if (known !== undefined) return value(known);
    if (otherwise !== undefined) return value(otherwise);
    if (received === '') return { kind: 'absent' };
    return wrong(
      'value.listed',
      received,
      `use one of ${Object.keys(values).slice(0, 8).map(shown).join(', ')}, or map it`,
    );
  }
  if (received === '') return otherwise === undefined ? { kind: 'absent' } : value(otherwise);
  return typed(source, received, csv);
}

function typed(source: ImportCell, received: string, csv: ImportMap['csv']): CellOutcome {
  switch (source.type) {
    case 'text':
      return value(received);
    case 'number':
    case 'whole':
    case 'percent':
      return measured(source, received, formatOf(source, csv));
    case 'yes-no': {
      const answer = YES_NO.get(received.toLowerCase());
      return answer === undefined
        ? wrong('value.yes-no', received, `use yes or no, true or false, 1 or 0, or ${meaning(shown(received))}`)
        : value(answer);
    }
    case 'date': {
      const reading = dateReading(received, source.dateFormat ?? csv.dateFormat);
      return reading.ok ? value(reading.date) : wrong('format.date', received, reading.remedy);
    }
    case 'pseudonym': {
      const hex = createHash('sha256').update(`pseudonym/1\0${received}`).digest('hex');
      return value(`${source.prefix}${hex.slice(0, 24)}`);
    }
  }
}

/** What to write in the map for a text that stands for yes or no. */
export function meaning(text: string): string {
  return `say in the map what texts mean, such as "values": {${text}: true}`;
}

const YES_NO = new Map([
  ...['true', 'yes', 'y', '1'].map((text) => [text, true] as const),
  ...['false', 'no', 'n', '0'].map((text) => [text, false] as const),
]);

/** A cell that says anything of its numbers says all of it. */
function formatOf({ decimal, thousands }: ImportCell, csv: NumberFormat): NumberFormat {
  return decimal === undefined && thousands === undefined ? csv : { decimal: decimal ?? '.', thousands };
}

function measured({ type, unit, plus, times }: ImportCell, received: string, format: NumberFormat): CellOutcome {
  const percent = type === 'percent';
  if (percent && !received.endsWith('%'))
    return wrong(
      'type.percent',
      received,
      'write it with its sign, such as 35 %; a column without the sign is a "number", times 0.01 where it is in percent',
    );
  const reading = cellNumber(percent ? received.slice(0, -1).trimEnd() : received, format, unit);
  if (reading.kind === 'wrong') return { ...reading, received: shown(received) };
  const result = plus + times * (percent ? reading.value / 100 : reading.value);
  if (!Number.isFinite(result)) return tooLarge(received);
  return value(type === 'whole' ? roundHalfUp(result) : result);
}

/** A finite number as the file writes them, or what is wrong with it. */
export function cellNumber(received: string, format: NumberFormat, unit?: string) {
  const reading = numberReading(received, format, unit);
  if (!reading.ok) return wrong('type.number', received, reading.remedy);
  return Number.isFinite(reading.number) ? ({ kind: 'value', value: reading.number } as const) : tooLarge(received);
}

function tooLarge(received: string) {
  return wrong('number.finite', received, 'give a number of a size that can be true');
}

/** A decimal number as machines write it. */
const MACHINE: NumberFormat = { decimal: '.' };

/**
 * Text of a cell that a spreadsheet would run as a formula, made inert as spreadsheets do it, with an apostrophe: what we
 * store may be exported and opened again.
 */
export function inertText(text: string): string {
  return /^[=+\-@\t\r]/.test(text) && numberIn(text, MACHINE) === undefined ? `'${text}` : text;
}

function value(of: CellValue): CellOutcome {
  return { kind: 'value', value: of };
}

function wrong(rule: string, received: string, remedy: string) {
  return { kind: 'wrong', rule, received: shown(received), remedy } as const;
}
