import type { ImportMap } from '../../../core/model/import-map.ts';
import { parse } from '../../../core/model/parse.ts';
import { Account } from '../../../core/model/portfolio.ts';
import { pointer, shown } from '../../../core/model/violation.ts';
import type { FeatureRecord } from '../../../core/risk/feature-record.ts';
import { type AccountField, accountFields } from './account-fields.ts';
import { inertText, notANumber, numberOf, sourceValue } from './cell.ts';
import type { Header } from './header.ts';
import type { RowViolation } from './row-violation.ts';

/** What a row of the file says about one account. */
export interface MappedRow {
  readonly line: number;
  readonly account: Account;
  readonly language: string | undefined;
  /** 1 lost, 0 kept, null where nothing is known. */
  readonly label: 0 | 1 | null;
}

export type RowOutcome =
  | { readonly kind: 'row'; readonly row: MappedRow }
  | { readonly kind: 'left-out' }
  | { readonly kind: 'wrong'; readonly violations: readonly RowViolation[] };

interface Reading {
  readonly map: ImportMap;
  readonly header: Header;
  readonly line: number;
  readonly text: (column: string) => string;
  readonly violations: RowViolation[];
}

/** Reads the rows of one file: everything wrong with a row at once. */
export function rowMapper(map: ImportMap, header: Header) {
  const fields = accountFields(map);
  return (line: number, cells: readonly string[]): RowOutcome => {
    if (cells.length !== header.columns.length) return ragged(line, cells.length, header.columns.length);
    const reading: Reading = {
      map,
      header,
      line,
      text: (column) => cells[header.at.get(column) ?? -1] ?? '',
      violations: [],
    };
    if (!chosen(reading)) return { kind: 'left-out' };
    const label = labelOf(reading);
    const language = languageOf(reading);
    const account = accountOf(reading, fields);
    return reading.violations.length > 0 || account === undefined
      ? { kind: 'wrong', violations: reading.violations }
      : { kind: 'row', row: { line, account, language, label } };
  };
}

function ragged(line: number, received: number, expected: number): RowOutcome {
  const remedy = `give each row the ${expected} columns of the header; a cell with the delimiter in it stands in quotes`;
  return {
    kind: 'wrong',
    violations: [{ line, column: '', rule: 'row.columns', received: `${received} cells`, remedy }],
  };
}

function chosen({ map, text }: Reading): boolean {
  return map.select.rows.every(({ column, is, isNot }) => {
    const received = text(column).trim();
    return (is === undefined || is.includes(received)) && !(isNot ?? []).includes(received);
  });
}

function labelOf({ map, line, text, violations }: Reading): 0 | 1 | null {
  if (map.scorecard === undefined) return null;
  const { column, lost, kept, open } = map.scorecard.label;
  const received = text(column).trim();
  if (lost.includes(received)) return 1;
  if (kept.includes(received)) return 0;
  if (received !== '' && !open.includes(received)) {
    const remedy = `use one of ${[...lost, ...kept, ...open].map(shown).join(', ')}, or name it in the map (scorecard.label)`;
    violations.push({ line, column, rule: 'label.listed', received: shown(received), remedy });
  }
  return null;
}

function languageOf(reading: Reading): string | undefined {
  const source = reading.map.account.language;
  if (source === undefined) return undefined;
  const value = read(reading, { path: ['language'], source, required: false });
  return value === undefined ? undefined : String(value);
}

function accountOf(reading: Reading, fields: readonly AccountField[]): Account | undefined {
  const { map, violations, line } = reading;
  const body: Record<string, unknown> = {};
  for (const field of fields) {
    const value = read(reading, field);
    if (value !== undefined) place(body, field.path, value);
  }
  if (map.account.hours !== undefined) body['hours'] = map.account.hours;
  if (map.account.closed !== undefined) body['closed'] = map.account.closed;
  if (map.features !== undefined) body['features'] = featuresOf(reading);
  if (map.account.loss !== undefined) forecastOrScore(reading, body);
  if (violations.length > 0) return undefined;

  const parsed = parse(Account, body);
  if (parsed.ok) return parsed.value;
  for (const { path, rule, received, remedy } of parsed.violations)
    violations.push({ line, column: columnOf(path, fields), rule, received, remedy });
  return undefined;
}

function read({ line, text, violations }: Reading, { path, source, required }: AccountField) {
  const outcome = sourceValue(source, text);
  if (outcome.kind === 'value') return outcome.value;
  const column = 'column' in source ? source.column : path.join('.');
  if (outcome.kind === 'wrong') violations.push({ line, column, ...reasonOf(outcome) });
  else if (required)
    violations.push({
      line,
      column,
      rule: 'cell.required',
      received: 'a blank cell',
      remedy: `give the account's ${path.join('.')}, or say in the map what a blank cell means (otherwise)`,
    });
  return undefined;
}

function reasonOf({ rule, received, remedy }: { rule: string; received: string; remedy: string }) {
  return { rule, received, remedy };
}

/** Without a probability there is no forecast, and the scorecard has to give one. */
function forecastOrScore({ map, line, violations }: Reading, body: Record<string, unknown>): void {
  const { loss } = body;
  if (isRecord(loss) && loss['probability'] !== undefined) return;
  delete body['loss'];
  const source = map.account.loss?.probability;
  if (map.scorecard !== undefined || source === undefined || violations.length > 0) return;
  violations.push({
    line,
    column: 'column' in source ? source.column : 'loss.probability',
    rule: 'cell.required',
    received: 'a blank cell',
    remedy: 'give the chance of loss, say in the map what a blank cell means (otherwise), or fit a scorecard',
  });
}

function featuresOf({ map, header, line, text, violations }: Reading): FeatureRecord {
  const numbers = new Set(map.features?.numbers ?? []);
  return Object.fromEntries(
    header.features.map((column) => {
      const received = text(column).trim();
      if (received === '') return [column, null];
      if (!numbers.has(column)) return [column, inertText(received)];
      const number = numberOf(received);
      if (number === undefined) violations.push({ line, column, ...reasonOf(notANumber(received)) });
      else if (!Number.isFinite(number))
        violations.push({
          line,
          column,
          rule: 'number.finite',
          received: shown(received),
          remedy: 'give a number of a size that can be true',
        });
      return [column, number ?? null];
    }),
  );
}

function place(body: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [key = '', ...rest] = path;
  if (rest.length === 0) {
    body[key] = value;
    return;
  }
  const known = body[key];
  const inner: Record<string, unknown> = isRecord(known) ? known : {};
  body[key] = inner;
  place(inner, rest, value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The column a violation of the contract comes from; where none is mapped, the field. */
function columnOf(path: string, fields: readonly AccountField[]): string {
  const field = fields.find((candidate) => path === pointer(candidate.path));
  if (field !== undefined && 'column' in field.source) return field.source.column;
  return path.startsWith('/features/') ? path.slice('/features/'.length) : path.slice(1).replaceAll('/', '.');
}
