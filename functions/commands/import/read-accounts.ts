import type { ImportMap } from '../../../core/model/import-map.ts';
import { shown } from '../../../core/model/violation.ts';
import { csvRows } from './csv-rows.ts';
import { readHeader } from './header.ts';
import { type MappedRow, rowMapper } from './map-row.ts';
import { type ViolationList, violationList } from './row-violation.ts';

export interface ReadAccounts {
  /** By id, so the order of the file decides nothing. */
  readonly rows: readonly MappedRow[];
  /** Rows below the header. */
  readonly read: number;
  /** Rows the map's `select.rows` leaves out. */
  readonly leftOut: number;
  readonly violations: ViolationList;
}

/**
 * All accounts of a CSV file that the map can read, and everything that is wrong with the rest. `onRow` hears how many rows
 * were read so far. O(rows · columns).
 */
export async function readAccounts(
  file: string,
  map: ImportMap,
  onRow: (read: number) => void = () => undefined,
): Promise<ReadAccounts> {
  const violations = violationList();
  const lines = new Map<string, number>();
  const rows: MappedRow[] = [];
  let mapRow: ReturnType<typeof rowMapper> | undefined;
  let read = 0;
  let leftOut = 0;
  for await (const item of csvRows(file, map.csv)) {
    if ('violation' in item) {
      violations.add([item.violation]);
      continue;
    }
    if (mapRow === undefined) {
      const outcome = readHeader(item.cells, map);
      if (!outcome.ok) {
        violations.add(outcome.violations);
        return { rows: [], read, leftOut, violations };
      }
      mapRow = rowMapper(map, outcome.header);
      continue;
    }
    read += 1;
    onRow(read);
    const outcome = mapRow(item.line, item.cells);
    if (outcome.kind === 'left-out') leftOut += 1;
    if (outcome.kind === 'wrong') violations.add(outcome.violations);
    if (outcome.kind !== 'row') continue;
    const { id } = outcome.row.account;
    const before = lines.get(id);
    if (before === undefined) {
      lines.set(id, item.line);
      rows.push(outcome.row);
    } else violations.add([duplicate(item.line, id, before, map)]);
  }
  if (mapRow === undefined && violations.total === 0)
    violations.add([
      { line: 1, column: '', rule: 'file.header', received: 'nothing', remedy: 'give a header and rows' },
    ]);
  return { rows: rows.toSorted(byId), read, leftOut, violations };
}

function duplicate(line: number, id: string, before: number, { account }: ImportMap) {
  const column = 'column' in account.id ? account.id.column : 'id';
  return {
    line,
    column,
    rule: 'id.unique',
    received: shown(id),
    remedy: `line ${before} has this id; keep one of them`,
  };
}

function byId(a: MappedRow, b: MappedRow): number {
  return a.account.id < b.account.id ? -1 : a.account.id > b.account.id ? 1 : 0;
}
