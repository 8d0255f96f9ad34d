import { createHash } from 'node:crypto';
import type { ImportCell, ImportSource } from '../../../core/model/import-map.ts';
import { shown } from '../../../core/model/violation.ts';
import { roundHalfUp } from '../../../core/numeric/round-half-up.ts';

export type CellValue = string | number | boolean;

/** A value, `absent` where the cell is blank and the map gives nothing for that, or what is wrong with it. */
export type CellOutcome =
  | { readonly kind: 'value'; readonly value: CellValue }
  | { readonly kind: 'absent' }
  | { readonly kind: 'wrong'; readonly rule: string; readonly received: string; readonly remedy: string };

/** What the map makes of a row for one field. `text` gives the cell of a column, '' where the row has none. */
export function sourceValue(source: ImportSource, text: (column: string) => string): CellOutcome {
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
  return typed(source, received);
}

function typed(source: ImportCell, received: string): CellOutcome {
  switch (source.type) {
    case 'text':
      return value(received);
    case 'number':
    case 'whole': {
      const number = numberOf(received);
      if (number === undefined) return notANumber(received);
      const result = source.plus + source.times * number;
      if (!Number.isFinite(result)) return wrong('number.finite', received, 'give a number of a size that can be true');
      return value(source.type === 'whole' ? roundHalfUp(result) : result);
    }
    case 'yes-no': {
      const answer = YES_NO.get(received.toLowerCase());
      return answer === undefined
        ? wrong('value.yes-no', received, 'use yes or no, true or false, 1 or 0')
        : value(answer);
    }
    case 'date': {
      const date = /^(\d{4}-\d{2}-\d{2})([T ].*)?$/.exec(received)?.[1];
      return date === undefined ? wrong('format.date', received, 'use a date such as 2026-11-23') : value(date);
    }
    case 'pseudonym': {
      const hex = createHash('sha256').update(`pseudonym/1\0${received}`).digest('hex');
      return value(`${source.prefix}${hex.slice(0, 24)}`);
    }
  }
}

const YES_NO = new Map([
  ...['true', 'yes', 'y', '1'].map((text) => [text, true] as const),
  ...['false', 'no', 'n', '0'].map((text) => [text, false] as const),
]);

/** A decimal number as machines write it; undefined for everything else, NaN, Infinity and hexadecimal included. */
export function numberOf(text: string): number | undefined {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,4})?$/i.test(text) ? Number(text) : undefined;
}

export function notANumber(received: string) {
  return wrong('type.number', received, 'use a number such as 1234.5, without separators or currency signs');
}

/**
 * Text of a cell that a spreadsheet would run as a formula, made inert as spreadsheets do it, with an apostrophe: what we
 * store may be exported and opened again.
 */
export function inertText(text: string): string {
  return /^[=+\-@\t\r]/.test(text) && numberOf(text) === undefined ? `'${text}` : text;
}

function value(of: CellValue): CellOutcome {
  return { kind: 'value', value: of };
}

function wrong(rule: string, received: string, remedy: string) {
  return { kind: 'wrong', rule, received: shown(received), remedy } as const;
}
