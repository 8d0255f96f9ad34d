import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FAMILIES, familyBlock, familyPolicy } from '../../core/simulate/families/families.ts';
import type { Family } from '../../core/simulate/families/family.ts';
import { type BenchRow, runInstance } from './run-family.ts';

const HELP = `Usage: npm run bench -- [options]

Plans generated instance families and prints value, proven gap, time and memory, and how other planners do on them.

  --quick            small families, one seed, HiGHS for at most 15 s: under a minute
  --family NAME,…    only these: ${FAMILIES.map(({ name }) => name).join(' ')}
  --seeds N          seeds 1 … N (default 5; 1 for families above 20,000 engagements unless given)
  --load L           minutes asked for over minutes there are (default 1.3)
  --highs SECONDS    time for HiGHS on each small instance (default 100; 0: not asked)
  --json FILE        also write the rows as JSON
  --emit DIR         write the instances as portfolio and policy files instead of planning them
  --help             this text
`;

const QUICK = ['time-100', 'time-1k', 'all-100', 'all-1k'];
const DEFAULT = ['time-100', 'time-300', 'time-1k', 'time-6k', 'time-24k', 'time-100k', 'all-300', 'all-1k', 'all-6k'];
/** Families up to this size are also given to HiGHS. */
const FOR_HIGHS = 300;

const HEADER =
  'family       load seed engagements      objective    gap %   wall s    cpu s     MB  of optimum  HiGHS time ×  planner';

const flags = readFlags();

if (flags.help) process.stdout.write(HELP);
else if (flags.emit !== undefined) emit(flags.emit);
else await bench();

function readFlags() {
  try {
    return parseArgs({
      options: {
        quick: { type: 'boolean', default: false },
        family: { type: 'string' },
        seeds: { type: 'string' },
        load: { type: 'string' },
        highs: { type: 'string' },
        json: { type: 'string' },
        emit: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    process.stderr.write(`bench: ${error instanceof Error ? error.message : error}\n\n${HELP}`);
    process.exit(2);
  }
}

function chosenFamilies(): readonly Family[] {
  const names = flags.family?.split(',') ?? (flags.quick ? QUICK : DEFAULT);
  return names.map((name) => {
    const family = FAMILIES.find((each) => each.name === name);
    if (family === undefined) {
      process.stderr.write(
        `--family: received ${JSON.stringify(name)}; choose from ${FAMILIES.map((each) => each.name).join(' ')}\n`,
      );
      process.exit(2);
    }
    return { ...family, load: flags.load === undefined ? family.load : numberOf('--load', flags.load) };
  });
}

function seedsOf(family: Family): readonly number[] {
  const count =
    flags.seeds !== undefined ? numberOf('--seeds', flags.seeds) : flags.quick || family.engagements > 20_000 ? 1 : 5;
  return Array.from({ length: count }, (_, index) => index + 1);
}

function numberOf(flag: string, text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0) return value;
  process.stderr.write(`${flag}: received ${JSON.stringify(text)}; give a number of at least 0\n`);
  process.exit(2);
}

function emit(directory: string): void {
  mkdirSync(directory, { recursive: true });
  for (const family of chosenFamilies()) {
    writeFileSync(join(directory, `${family.name}.policy.json`), JSON.stringify(familyPolicy(family)));
    for (const seed of seedsOf(family)) {
      for (let block = 0; block < family.blocks; block++) {
        const part = family.blocks === 1 ? '' : `-${block}`;
        const file = join(directory, `${family.name}-${seed}${part}.portfolio.json`);
        writeFileSync(file, JSON.stringify(familyBlock(family, seed, block)));
        process.stdout.write(`${file}\n`);
      }
    }
  }
}

async function bench(): Promise<void> {
  const rows: BenchRow[] = [];
  const highsLimit = flags.highs !== undefined ? numberOf('--highs', flags.highs) : flags.quick ? 15 : 100;
  process.stdout.write(`${HEADER}\n`);
  for (const family of chosenFamilies()) {
    for (const seed of seedsOf(family)) {
      const small = family.engagements <= FOR_HIGHS;
      const found = await runInstance(family, seed, {
        rivals: family.engagements <= 6_000,
        highsSeconds: small ? highsLimit : 0,
      });
      for (const row of found) process.stdout.write(`${line(row)}\n`);
      rows.push(...found);
    }
  }
  process.stdout.write(`\nmedian over seeds\n${HEADER}\n`);
  for (const row of medians(rows)) process.stdout.write(`${line(row)}\n`);
  process.stdout.write('* of the best plan HiGHS had when its time was up, not proven\n');
  process.stdout.write(growth(rows));
  if (flags.json !== undefined) writeFileSync(flags.json, `${JSON.stringify(rows, null, 1)}\n`);
}

function line(row: BenchRow): string {
  const share =
    row.optimumShare === undefined ? '' : `${(100 * row.optimumShare).toFixed(2)} %${row.optimumProven ? '' : '*'}`;
  const ratio = row.timeRatio === undefined ? '' : row.timeRatio.toFixed(0);
  return [
    row.family.padEnd(12),
    row.load.toFixed(1).padStart(4),
    String(row.seed).padStart(4),
    String(row.engagements).padStart(11),
    String(row.objective).padStart(14),
    (100 * row.gap).toFixed(3).padStart(8),
    row.seconds.toFixed(2).padStart(8),
    row.cpuSeconds.toFixed(2).padStart(8),
    String(row.megabytes).padStart(6),
    share.padStart(11),
    ratio.padStart(13),
    ` ${row.rival ?? 'this'}`,
  ].join(' ');
}

function medians(rows: readonly BenchRow[]): BenchRow[] {
  const groups = Map.groupBy(rows, ({ family, rival }) => `${family} ${rival ?? ''}`);
  return [...groups.values()].map((group) => {
    const middle = (pick: (row: BenchRow) => number) =>
      group.map(pick).sort((a, b) => a - b)[Math.floor(group.length / 2)] ?? 0;
    const first = group[0]!;
    const shares = group.every(({ optimumShare }) => optimumShare !== undefined);
    return {
      ...first,
      seed: group.length,
      objective: middle(({ objective }) => objective),
      gap: middle(({ gap }) => gap),
      seconds: middle(({ seconds }) => seconds),
      cpuSeconds: middle(({ cpuSeconds }) => cpuSeconds),
      megabytes: middle(({ megabytes }) => megabytes),
      ...(shares
        ? {
            optimumShare: middle(({ optimumShare }) => optimumShare ?? 0),
            timeRatio: middle(({ timeRatio }) => timeRatio ?? 0),
          }
        : {}),
    };
  });
}

/** Exponent of processor time between the smallest and the largest `time` family from 1,200 engagements on. */
function growth(rows: readonly BenchRow[]): string {
  const own = medians(rows).filter(
    ({ family, rival, engagements }) => rival === undefined && family.startsWith('time') && engagements >= 1_000,
  );
  const small = own[0];
  const large = own.at(-1);
  if (small === undefined || large === undefined || small === large) return '';
  const exponent = Math.log(large.cpuSeconds / small.cpuSeconds) / Math.log(large.engagements / small.engagements);
  return `growth of processor time from ${small.family} to ${large.family}: exponent ${exponent.toFixed(2)}\n`;
}
