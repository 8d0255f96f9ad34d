import type { ImportSource } from '../../../core/model/import-cell.ts';
import type { ImportMap } from '../../../core/model/import-map.ts';
import { shown } from '../../../core/model/violation.ts';
import { accountFields } from './account-fields.ts';
import type { RowViolation } from './row-violation.ts';

export interface Header {
  readonly columns: readonly string[];
  /** Position of a column. */
  readonly at: ReadonlyMap<string, number>;
  /** Columns that are features. */
  readonly features: readonly string[];
}

export type HeaderOutcome =
  | { readonly ok: true; readonly header: Header }
  | { readonly ok: false; readonly violations: readonly RowViolation[] };

/** Names that change what an object is when they become a key. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/** The header of a file, checked against what the map needs: names distinct and not blank, every mapped column there. */
export function readHeader(cells: readonly string[], map: ImportMap): HeaderOutcome {
  const columns = cells.map((cell) => cell.trim());
  const at = new Map<string, number>();
  const violations: RowViolation[] = [];
  for (const [index, name] of columns.entries()) {
    if (name === '') violations.push(wrong(`column ${index + 1}`, 'column.name', 'nothing', 'name the column'));
    else if (FORBIDDEN.has(name)) violations.push(wrong(name, 'column.forbidden', shown(name), 'rename the column'));
    else if (at.has(name)) violations.push(wrong(name, 'column.unique', shown(name), 'give each column its own name'));
    else at.set(name, index);
  }
  const there = columns.slice(0, 40).map(shown).join(', ');
  for (const name of neededColumns(map))
    if (!at.has(name))
      violations.push(
        wrong(name, 'column.known', 'nothing', `add the column or correct the map; the file has ${there}`),
      );
  return violations.length > 0
    ? { ok: false, violations }
    : { ok: true, header: { columns, at, features: featureColumns(map, columns) } };
}

/** Delimiters of `csv.delimiter`. */
const DELIMITERS = [',', ';', '\t', '|'] as const;

/**
 * A first line the map's delimiter does not part into the columns the map needs, where exactly one other does, or is in it
 * at all. Quotes are not looked at: under a wrong delimiter they mean nothing.
 */
export function delimiterTrouble(line: string, map: ImportMap): RowViolation | undefined {
  const needed = [...neededColumns(map)];
  const parts = (delimiter: string) =>
    line.split(delimiter).map((name) =>
      name
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .trim(),
    );
  const finds = (delimiter: string) => needed.every((name) => parts(delimiter).includes(name));
  const { delimiter } = map.csv;
  if (finds(delimiter) || needed.length < 2) return undefined;
  const others = DELIMITERS.filter((other) => other !== delimiter);
  const [found, second] = others.some(finds) ? others.filter(finds) : others.filter((other) => line.includes(other));
  if (found === undefined || second !== undefined || (line.includes(delimiter) && !finds(found))) return undefined;
  return {
    line: 1,
    column: '',
    rule: 'csv.delimiter',
    received: shown(line),
    remedy: `the file uses ${shown(found)}: set "csv": {"delimiter": ${shown(found)}} in the map`,
  };
}

function neededColumns(map: ImportMap): ReadonlySet<string> {
  const { features, scorecard, select } = map;
  const column = (source: ImportSource): string[] => ('column' in source ? [source.column] : []);
  return new Set([
    ...accountFields(map).flatMap(({ source }) => column(source)),
    ...(map.account.language === undefined ? [] : column(map.account.language)),
    ...(features?.columns ?? []),
    ...(features?.except ?? []),
    ...(features?.numbers ?? []),
    ...(scorecard === undefined ? [] : [scorecard.label.column]),
    ...select.rows.map((row) => row.column),
  ]);
}

function featureColumns(map: ImportMap, columns: readonly string[]): readonly string[] {
  if (map.features === undefined) return [];
  if (map.features.columns !== undefined) return map.features.columns;
  const { id } = map.account;
  const out = new Set([...map.features.except, ...('column' in id ? [id.column] : []), map.scorecard?.label.column]);
  return columns.filter((column) => !out.has(column));
}

function wrong(column: string, rule: string, received: string, remedy: string): RowViolation {
  return { line: 1, column, rule, received, remedy };
}
