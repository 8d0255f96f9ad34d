import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ImportMap } from '../../../core/model/import-map.ts';
import { readAccounts } from '../../../functions/commands/import/read-accounts.ts';
import { emptyFolder } from '../run-command.ts';

const folder = emptyFolder();
let files = 0;

/** A map of the columns Id, Amount, Risk, Zone, Since and Plan. */
function map(overrides: Record<string, unknown> = {}, account: Record<string, unknown> = {}): ImportMap {
  return ImportMap.parse({
    contract: 'import-map/1',
    asOf: '2026-11-23T06:00:00Z',
    currency: 'USD',
    horizon: { start: '2026-11-23', days: 5 },
    account: {
      id: { column: 'Id' },
      stake: { column: 'Amount', type: 'whole', times: 100 },
      timeZone: { column: 'Zone', otherwise: 'Europe/Berlin' },
      jurisdiction: { constant: 'DE' },
      loss: { probability: { column: 'Risk', type: 'number', times: 0.01 }, withinDays: { constant: 30 } },
      contact: { refusedAt: { column: 'Since', type: 'date' } },
      ...account,
    },
    features: { columns: ['Plan'] },
    engagements: [{ kind: 'call', channel: 'phone', minutes: 30, effect: 0.3 }],
    team: {
      reps: 1,
      places: [{ team: 'T', timeZone: 'Europe/Berlin', languages: ['en'] }],
      hours: [{ days: ['mo'], from: '09:00', to: '17:00' }],
      maxMinutesPerDay: 60,
      maxEngagementsPerDay: 2,
    },
    ...overrides,
  });
}

const HEADER = 'Id,Amount,Risk,Zone,Since,Plan';

async function read(content: string | Uint8Array, by = map()) {
  const file = join(folder, `${files++}.csv`);
  writeFileSync(file, content);
  const { rows, violations, ...counts } = await readAccounts(file, by);
  return { accounts: rows.map(({ account }) => account), lines: rows.map(({ line }) => line), violations, counts };
}

/** Rule by line and column. */
async function wrong(content: string | Uint8Array, by = map()): Promise<string[]> {
  return (await read(content, by)).violations.lines().map((line) => line.trim());
}

describe('readAccounts', () => {
  it('reads cells by their types and leaves blank ones to the contract', async () => {
    const { accounts, violations } = await read(`${HEADER}\nA-1,12.345,25,,2026-01-05 10:00:00,basic\n`);
    expect(violations.lines()).toEqual([]);
    expect(accounts[0]).toMatchObject({
      id: 'A-1',
      stake: 1_235,
      timeZone: 'Europe/Berlin',
      loss: { probability: 0.25, withinDays: 30, shape: 1 },
      contact: { refusedAt: '2026-01-05', objected: false },
      features: { Plan: 'basic' },
    });
  });

  it.each([
    ['line feeds', '\n'],
    ['carriage returns and line feeds', '\r\n'],
    ['carriage returns', '\r'],
  ])('reads rows ended by %s, after a byte order mark, over empty lines', async (_, end) => {
    const rows = [`\ufeff${HEADER}`, 'A-2,1,1,,,x', '', '"A-1",2,2,,,"a, ""b"""', ''];
    const { accounts, violations } = await read(rows.join(end));
    expect(violations.lines()).toEqual([]);
    expect(accounts.map(({ id, features }) => [id, features?.['Plan']])).toEqual([
      ['A-1', 'a, "b"'],
      ['A-2', 'x'],
    ]);
  });

  it.each(['\n', '\r\n'])('counts lines as an editor does, also behind a cell with breaks in it (%j)', async (end) => {
    const rows = [HEADER, `A-1,1,1,,,"two${end}lines"`, 'A-2,x,1,,,', '', 'A-3,1,y,,,'];
    expect(await wrong(rows.join(end))).toEqual([
      expect.stringMatching(/^line 4, Amount {2}type\.number: received "x"/),
      expect.stringMatching(/^line 6, Risk {2}type\.number: received "y"/),
    ]);
  });

  it.each([
    ['NaN', 'type.number'],
    ['Infinity', 'type.number'],
    ['0x10', 'type.number'],
    ['1,234.50', 'type.number'],
    ['$12', 'type.number'],
    ['1e308', 'number.finite'],
    ['1e999', 'number.finite'],
    ['1e30', 'number.maximum'],
    ['-5', 'number.minimum'],
    ['', 'cell.required'],
  ])('names the amount %j with line, column, rule and remedy', async (amount, rule) => {
    const violations = await wrong(`${HEADER}\nA-1,"${amount}",1,,,\n`);
    expect(violations.some((line) => line.startsWith(`line 2, Amount  ${rule}: received `))).toBe(true);
    expect(violations.every((line) => line.includes('; '))).toBe(true);
  });

  it('names everything that is wrong with a row at once', async () => {
    const violations = await wrong(`${HEADER}\n/A,x,y,Mars/Olympus,05.01.2026,\n`);
    expect(violations.map((line) => line.split('  ')[0])).toEqual(['line 2, Amount', 'line 2, Risk', 'line 2, Since']);
    const contract = await wrong(`${HEADER}\n/A,1,130,Mars/Olympus,,\n`);
    expect(contract.map((line) => line.split(':')[0])).toEqual([
      expect.stringMatching(/^line 2, Id {2}format/),
      expect.stringMatching(/^line 2, Risk {2}number\.maximum/),
      expect.stringMatching(/^line 2, Zone {2}value/),
    ]);
  });

  it('names a second row with an id, and the line of the first', async () => {
    const [violation] = await wrong(`${HEADER}\nA-1,1,1,,,\nA-2,1,1,,,\nA-1,9,9,,,\n`);
    expect(violation).toBe('line 4, Id  id.unique: received "A-1"; line 2 has this id; keep one of them');
  });

  it.each([
    ['short', 'A-1,1,1', '3 cells'],
    ['long', 'A-1,1,1,,,,', '7 cells'],
  ])('names a row that is too %s', async (_, row, received) => {
    expect(await wrong(`${HEADER}\n${row}\nA-2,1,1,,,\n`)).toEqual([
      expect.stringContaining(`line 2  row.columns: received ${received}`),
    ]);
  });

  it('passes over rows with nothing between their delimiters, as over empty lines', async () => {
    const { accounts, violations, counts } = await read(`${HEADER}\nA-1,1,1,,,\n,,,,,\n , ,\nA-2,1,1,,,\n`);
    expect([accounts.length, violations.total, counts.read]).toEqual([2, 0, 2]);
  });

  it('counts bad rows and what is at stake in them, and says where the file ended early', async () => {
    const rows = ['A-1,1,1,,,', 'A-2,20,x,,,', 'A-3,x,1,,,', 'A-4,30,1'];
    const { counts } = await read([HEADER, ...rows].join('\n'));
    expect(counts).toMatchObject({ read: 4, bad: { rows: 3, stake: 2_000, unknown: 2 }, whole: true });
    const open = await read(`${HEADER}\nA-1,1,1,,,\nA-2,1,1,,,"open\n`);
    expect(open.counts).toMatchObject({ read: 2, bad: { rows: 1 }, whole: false });
  });

  it('gives the id of a bad row to no other', async () => {
    const { accounts, violations, counts } = await read(`${HEADER}\nA-1,x,1,,,\nA-1,9,9,,,\n`);
    expect([accounts, counts.bad.rows]).toEqual([[], 2]);
    expect(violations.lines()[1]).toContain('line 3, Id  id.unique: received "A-1"; line 2 has this id');
  });

  it('quotes the cell where the contract refuses what the map makes of it', async () => {
    expect(await wrong(`${HEADER}\nA-1,-500,120,,,\n`)).toEqual([
      'line 2, Amount  number.minimum: received "-500", which the map makes -50000; use 0 or more',
      'line 2, Risk  number.maximum: received "120", which the map makes 1.2; use 0 to 1',
    ]);
    const zone = await wrong(`${HEADER}\nA-1,5,1,Mars,,\n`);
    expect(zone).toEqual([expect.stringContaining('line 2, Zone  value.custom: received "Mars"; use')]);
  });

  it('names a constant of the map that cannot be, once for all rows', async () => {
    const by = map({}, { jurisdiction: { constant: 'Germany' }, language: { constant: 'german' } });
    expect(await wrong(`${HEADER}\nA-1,1,1,,,\nA-2,1,1,,,\n`, by)).toEqual([
      expect.stringMatching(/^the map, account\.jurisdiction\.constant {2}format\.regex: received "Germany"; use/),
      expect.stringMatching(/^the map, account\.language\.constant {2}format\.regex: received "german"; use/),
    ]);
  });

  it.each(['deutsch', 'xx-toolong-lang', 'DE'])('refuses %j as a language', async (language) => {
    const by = map({}, { language: { column: 'Plan' } });
    expect(await wrong(`${HEADER}\nA-1,1,1,,,${language}\n`, by)).toEqual([expect.stringContaining('line 2, Plan')]);
  });

  it('reads numbers, shares and dates as the map says they are written', async () => {
    const by = map(
      { csv: { delimiter: ';', decimal: ',', thousands: '.', dateFormat: 'DD.MM.YYYY' } },
      {
        stake: { column: 'Amount', type: 'whole', times: 100, unit: 'EUR' },
        loss: {
          probability: { column: 'Risk', type: 'percent' },
          withinDays: { column: 'Zone', type: 'whole', decimal: '.' },
        },
        timeZone: { constant: 'Europe/Berlin' },
      },
    );
    const { accounts, violations } = await read(
      `${HEADER.replaceAll(',', ';')}\nA-1;12.345,50\u00a0EUR;12,5 %;30.0;1.2.2026 08:15;\n`,
      by,
    );
    expect(violations.lines()).toEqual([]);
    expect(accounts[0]).toMatchObject({
      stake: 1_234_550,
      loss: { probability: 0.125, withinDays: 30 },
      contact: { refusedAt: '2026-02-01' },
    });
  });

  it('refuses a share without its sign, and a percentage that is read as a number', async () => {
    const by = map({}, { loss: { probability: { column: 'Risk', type: 'percent' }, withinDays: { constant: 30 } } });
    expect(await wrong(`${HEADER}\nA-1,1,0.35,,,\n`, by)).toEqual([
      expect.stringMatching(/^line 2, Risk {2}type\.percent: received "0\.35"; write it with its sign/),
    ]);
    expect(await wrong(`${HEADER}\nA-1,1,35 %,,,\n`)).toEqual([
      expect.stringMatching(/^line 2, Risk {2}type\.number: .*"type": "percent"/),
    ]);
  });

  it('goes on behind a row with stray quotes, and stops where a quote is never closed', async () => {
    const { accounts, violations } = await read(`${HEADER}\nA-1,1,1,,,a"b\nA-2,1,1,,,\nA-3,1,1,,,"open\nA-4,1,1,,,\n`);
    expect(violations.lines().map((line) => /csv\.\w+/.exec(line)?.[0])).toEqual([
      'csv.invalid_opening_quote',
      'csv.csv_quote_not_closed',
    ]);
    expect(accounts.map(({ id }) => id)).toEqual(['A-2']);
  });

  it('of a file with another delimiter and quotes asks for the delimiter, and says nothing of the quotes', async () => {
    const rows = Array.from({ length: 50 }, (_, index) => `A-${index};"Plus ""L""";1;;;`).join('\n');
    const found = await wrong(`${HEADER.replaceAll(',', ';')}\n${rows}\n`);
    expect(found).toEqual([expect.stringContaining('the file uses ";": set "csv": {"delimiter": ";"} in the map')]);
  });

  it.each([
    ['an empty file', '', 'file.header'],
    ['a column without a name', `${HEADER},\nA-1,1,1,,,,\n`, 'column.name'],
    ['a column twice', `${HEADER},Plan\n`, 'column.unique'],
    ['a column __proto__', `${HEADER},__proto__\n`, 'column.forbidden'],
    ['a mapped column that is not there', 'Id,Amount\n', 'column.known'],
    ['another delimiter', `${HEADER.replaceAll(',', ';')}\n`, 'csv.delimiter'],
    ['another delimiter and quotes', `"${HEADER.replaceAll(',', '";"')}"\n`, 'csv.delimiter'],
    [
      'another delimiter and a column the map misnames',
      `${HEADER.replaceAll(',', '|').replace('Id', 'id')}\n`,
      'csv.delimiter',
    ],
    ['a workbook', 'PK\u0003\u0004\u0000\u0000', 'file.text'],
    ['a zero byte', `${HEADER}\u0000`, 'file.text'],
  ])('refuses %s in line 1', async (_, content, rule) => {
    const [violation] = await wrong(content);
    expect(violation).toMatch(/^line 1\b/);
    expect(violation).toContain(`  ${rule}: received `);
  });

  it('takes a header without rows as no accounts', async () => {
    expect(await read(`${HEADER}\n`)).toMatchObject({ accounts: [], counts: { read: 0 } });
  });

  it('names the line where a file stops being what its encoding says', async () => {
    const latin = Buffer.from(`${HEADER}\nA-1,1,1,,,M\u00fcnchen\n`, 'latin1');
    expect(await wrong(latin)).toEqual([expect.stringMatching(/^line 2 {2}file\.encoding: .*not utf-8/)]);
    const utf16 = Buffer.from(`\ufeff${HEADER}\nA-1,1,1,,,\u00fc\n`, 'utf16le');
    expect(await wrong(utf16)).toEqual([expect.stringMatching(/^line 1 {2}file\.encoding/)]);
  });

  it.each(['windows-1252', 'utf-16le'] as const)('reads %s where the map says so', async (encoding) => {
    const text = `${HEADER}\nA-1,1,1,,,M\u00fcnchen\n`;
    const bytes = encoding === 'utf-16le' ? Buffer.from(`\ufeff${text}`, 'utf16le') : Buffer.from(text, 'latin1');
    const { accounts, violations } = await read(bytes, map({ csv: { encoding } }));
    expect([violations.lines(), accounts[0]?.features]).toEqual([[], { Plan: 'M\u00fcnchen' }]);
  });

  it('makes cells inert that a spreadsheet would run, and leaves negative numbers alone', async () => {
    const cells = ['=HYPERLINK(""http://x"")', '+cmd', '@sum', '-2+3', '-5', 'plain'];
    const { accounts } = await read([HEADER, ...cells.map((cell, i) => `A-${i},1,1,,,"${cell}"`)].join('\n'));
    expect(accounts.map(({ features }) => features?.['Plan'])).toEqual([
      '\'=HYPERLINK("http://x")',
      "'+cmd",
      "'@sum",
      "'-2+3",
      '-5',
      'plain',
    ]);
  });

  it('lists the first of each kind of mistake where there are many, and counts the others of it', async () => {
    const rows = Array.from({ length: 1_234 }, (_, index) => `A-${index},x,${index === 1_000 ? 'y' : 1},,,`);
    const { violations } = await read([HEADER, ...rows].join('\n'));
    expect(violations.total).toBe(1_235);
    const [first, ...others] = violations.lines();
    expect(first).toContain('line 2, Amount  type.number: received "x"');
    expect(others.slice(2)).toEqual([
      expect.stringContaining('line 1002, Risk  type.number: received "y"'),
      '  and 1231 more of type.number in Amount, the last on line 1235',
    ]);
  });

  it('lists each mistake where they are few', async () => {
    const rows = Array.from({ length: 12 }, (_, index) => `A-${index},x,1,,,`);
    expect((await read([HEADER, ...rows].join('\n'))).violations.lines()).toHaveLength(12);
  });

  it('says of a yes or no in other words how the map tells what it means, and reads it by that', async () => {
    const by = (contact: object) => map({}, { contact: { objected: { column: 'Plan', ...contact } } });
    const row = `${HEADER}\nA-1,1,1,,,nein\n`;
    const told = 'say in the map what texts mean, such as "values": {"nein": true}';
    expect(await wrong(row, by({}))).toEqual([expect.stringContaining(told)]);
    expect(await wrong(row, by({ type: 'yes-no' }))).toEqual([expect.stringContaining(told)]);
    const { accounts } = await read(row, by({ values: { ja: true, nein: false } }));
    expect(accounts[0]?.contact.objected).toBe(false);
  });

  it('refuses a record without end instead of holding it in memory', async () => {
    const [violation] = await wrong(`${HEADER}\nA-1,1,1,,,"${'x'.repeat(3_000_000)}`);
    expect(violation).toMatch(/csv\.csv_max_record_size|csv\.csv_quote_not_closed/);
  });

  it('gives the accounts by id, whatever the order of the rows', async () => {
    const rows = ['A-3,1,1,,,', 'A-1,2,1,,,', 'A-2,3,1,,,'];
    const one = await read([HEADER, ...rows].join('\n'));
    const other = await read([HEADER, ...rows.toReversed()].join('\n'));
    expect(other.accounts).toEqual(one.accounts);
    expect(one.accounts.map(({ id }) => id)).toEqual(['A-1', 'A-2', 'A-3']);
  });

  it('passes over rows the map leaves out, whatever is wrong with them', async () => {
    const by = map({ select: { rows: [{ column: 'Plan', isNot: ['deleted'] }] } });
    const { accounts, violations, counts } = await read(`${HEADER}\nA-1,x,y,,,deleted\nA-2,1,1,,,\n`, by);
    expect([accounts.length, violations.total, counts.leftOut]).toEqual([1, 0, 1]);
  });

  it('translates texts by the map, and names one it does not know', async () => {
    const by = map({}, { timeZone: { column: 'Zone', values: { Berlin: 'Europe/Berlin', Wien: 'Europe/Vienna' } } });
    const { accounts, violations } = await read(`${HEADER}\nA-1,1,1,Wien,,\nA-2,1,1,constructor,,\n`, by);
    expect(accounts.map(({ timeZone }) => timeZone)).toEqual(['Europe/Vienna']);
    expect(violations.lines()[0]).toContain('line 3, Zone  value.listed: received "constructor"; use one of "Berlin"');
  });

  it('turns ids nobody should read into pseudonyms, the same for the same id', async () => {
    const by = map({}, { id: { column: 'Id', type: 'pseudonym', prefix: 'A-' } });
    const { accounts } = await read(`${HEADER}\nrQhle3uwQbFg/LTF1WByg==,1,1,,,\nx@y.org,1,1,,,\n`, by);
    expect(accounts.every(({ id }) => /^A-[0-9a-f]{24}$/.test(id))).toBe(true);
    expect(new Set(accounts.map(({ id }) => id)).size).toBe(2);
  });
});
