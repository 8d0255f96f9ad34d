import type { ImportMap } from '../../../core/model/import-map.ts';
import { shown } from '../../../core/model/violation.ts';
import { constantViolations } from './constants.ts';
import { csvRows } from './csv-rows.ts';
import { delimiterTrouble, readHeader } from './header.ts';
import { type BadRow, type MappedRow, rowMapper } from './map-row.ts';
import { type ViolationList, violationList } from './row-violation.ts';

export interface ReadAccounts {
  /** By id, so the order of the file decides nothing. */
  readonly rows: readonly MappedRow[];
  /** Rows below the header. */
  readonly read: number;
  /** Rows the map's `select.rows` leaves out. */
  readonly leftOut: number;
  readonly bad: BadRows;
  /** The file was read to its end; behind an open quote or a byte of another encoding nothing can be trusted. */
  readonly whole: boolean;
  readonly violations: ViolationList;
}

/** Rows something is wrong with. */
export interface BadRows {
  readonly rows: number;
  /** At stake in those whose amount can be read, minor units. */
  readonly stake: number;
  /** Rows whose amount cannot be read. */
  readonly unknown: number;
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
  const bad = { rows: 0, stake: 0, unknown: 0 };
  const spoil = (row: Pick<BadRow, 'stake'>) => {
    bad.rows += 1;
    if (row.stake !== undefined && row.stake > 0) bad.stake += row.stake;
    else bad.unknown += row.stake === undefined ? 1 : 0;
  };
  const rows: MappedRow[] = [];
  let mapRow: ReturnType<typeof rowMapper> | undefined;
  let read = 0;
  let leftOut = 0;
  let whole = true;
  violations.add(constantViolations(map));
  if (violations.total > 0) return { rows: [], read, leftOut, bad, whole: false, violations };
  for await (const item of csvRows(file, map.csv, (line) => delimiterTrouble(line, map))) {
    if ('violation' in item) {
      violations.add([item.violation]);
      if (item.ends) whole = false;
      read += mapRow === undefined ? 0 : 1;
      spoil({});
      continue;
    }
    if (mapRow === undefined) {
      const outcome = readHeader(item.cells, map);
      if (!outcome.ok) {
        violations.add(outcome.violations);
        return { rows: [], read, leftOut, bad, whole: false, violations };
      }
      mapRow = rowMapper(map, outcome.header);
      continue;
    }
    const outcome = mapRow(item.line, item.cells);
    if (outcome.kind === 'blank') continue;
    read += 1;
    onRow(read);
    if (outcome.kind === 'left-out') {
      leftOut += 1;
      continue;
    }
    const good = outcome.kind === 'row';
    const { id, stake } = good ? outcome.row.account : outcome;
    if (!good) violations.add(outcome.violations);
    // The id of a bad row is taken too: which of the two is the account is not ours to say.
    const before = id === undefined ? undefined : lines.get(id);
    if (id !== undefined && before !== undefined) violations.add([duplicate(item.line, id, before, map)]);
    if (id !== undefined && before === undefined) lines.set(id, item.line);
    if (good && before === undefined) rows.push(outcome.row);
    else spoil({ stake });
  }
  if (mapRow === undefined && violations.total === 0)
    violations.add([
      { line: 1, column: '', rule: 'file.header', received: 'nothing', remedy: 'give a header and rows' },
    ]);
  return { rows: rows.toSorted(byId), read, leftOut, bad, whole, violations };
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
