import { parseArgs } from 'node:util';
import { FAMILIES } from '../../core/simulate/families/families.ts';
import { REPLANS } from './replan.ts';
import { TINY } from './tiny.ts';

const QUICK = ['tiny', 'time-100', 'time-1k', 'all-100', 'all-1k', 'replan-all-300'];
/** Each with its load, else 1.3. */
const DEFAULT: readonly (readonly [string, number?])[] = [
  [TINY],
  ...['time-100', 'time-300', 'time-1k', 'time-6k', 'time-24k', 'time-100k'].map((name) => [name] as const),
  ...['all-100', 'all-300', 'all-1k', 'all-6k', 'all-24k'].map((name) => [name] as const),
  ...['scarce-1k', 'tight-1k', 'several-1k', 'count-1k'].map((name) => [name] as const),
  ...['time-1k', 'all-1k'].flatMap((name) => [[name, 1] as const, [name, 0.7] as const]),
  ...REPLANS.map((name) => [name] as const),
];
const NAMES = [TINY, ...FAMILIES.map(({ name }) => name), ...REPLANS];
const LOAD = 1.3;

export const HELP = `Usage: npm run bench -- [options]

Plans generated families of portfolios: value, proven gap, processor time, memory, the checker's verdict, and how others do.

  --quick            small families, one seed, HiGHS for at most 10 s: under a minute
  --family NAME,…    only these: ${NAMES.join(' ')}
  --seeds N | A..B   seeds 1 … N, or A … B (default 5)
  --load L,…         minutes asked for over minutes there are (default 1.3; of time-1k and all-1k also 1 and 0.7)
  --highs SECONDS    processor time for HiGHS on each time-100, time-300, all-100 (default 60; 0: no)
  --highs-answers FILE  keep what HiGHS answered there, and ask it nothing twice
  --json FILE        also write the rows as JSON
  --figure FILE      also draw gap and time over size, as SVG
  --resume FILE      families in blocks: keep what is planned there, and go on from it
  --blocks N         families in blocks: plan only N more
  --rules            instead: what each rule costs, on all-1k: value and gap without it
  --emit DIR         instead: write the instances as portfolio and policy files, for any solver and for npm run plan
  --renew-goldens WHY  instead: record the plans that test/schedule/goldens.test.ts holds the planner to, with the reason
  --help             this text

Every family runs in a process of its own, HiGHS too; time is processor time, so that a busy machine distorts nothing.
`;

export interface Options {
  readonly help: boolean;
  readonly quick: boolean;
  readonly rules: boolean;
  readonly chosen: readonly { readonly family: string; readonly load: number }[];
  readonly seeds: readonly number[];
  readonly highs: number;
  readonly highsAnswers: string | undefined;
  readonly json: string | undefined;
  readonly figure: string | undefined;
  readonly resume: string | undefined;
  readonly blocks: number | undefined;
  readonly emit: string | undefined;
  readonly renewGoldens: string | undefined;
}

/** What was asked for, or what is wrong with it. */
export function readOptions(args: readonly string[]): Options | { readonly wrong: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        quick: { type: 'boolean', default: false },
        rules: { type: 'boolean', default: false },
        family: { type: 'string' },
        seeds: { type: 'string' },
        load: { type: 'string' },
        highs: { type: 'string' },
        'highs-answers': { type: 'string' },
        json: { type: 'string' },
        figure: { type: 'string' },
        resume: { type: 'string' },
        blocks: { type: 'string' },
        emit: { type: 'string' },
        'renew-goldens': { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    const { quick, rules, help, json, figure, resume, emit } = values;
    return {
      ...{ quick, rules, help, json, figure, resume, emit },
      chosen: chosenOf(quick, values.family, values.load),
      seeds: seedsOf(values.seeds ?? (quick ? '1' : '5')),
      highs: numberOf('--highs', values.highs ?? (quick ? '10' : '60')),
      blocks: values.blocks === undefined ? undefined : numberOf('--blocks', values.blocks),
      highsAnswers: values['highs-answers'],
      renewGoldens: values['renew-goldens'],
    };
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) };
  }
}

function chosenOf(quick: boolean, family: string | undefined, load: string | undefined): Options['chosen'] {
  const named: readonly (readonly [string, number?])[] =
    family?.split(',').map((name) => [name] as const) ?? (quick ? QUICK.map((name) => [name] as const) : DEFAULT);
  const unknown = named.find(([name]) => !NAMES.includes(name));
  if (unknown !== undefined)
    throw new RangeError(`--family: received ${JSON.stringify(unknown[0])}; choose from ${NAMES.join(' ')}`);
  if (load === undefined) return named.map(([name, own]) => ({ family: name, load: own ?? LOAD }));
  const loads = load.split(',').map((text) => numberOf('--load', text));
  return [...new Set(named.map(([name]) => name))].flatMap((name) =>
    loads.map((each) => ({ family: name, load: each })),
  );
}

function seedsOf(text: string): readonly number[] {
  const [first, last] = text.includes('..') ? text.split('..') : ['1', text];
  const from = numberOf('--seeds', first ?? '');
  const to = numberOf('--seeds', last ?? '');
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

function numberOf(flag: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value;
  throw new RangeError(`${flag}: received ${JSON.stringify(text)}; give a number of at least 0`);
}
