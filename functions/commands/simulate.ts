import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SuiteName } from '../../core/model/suite.ts';
import { simulationReport } from '../../core/report/simulation-report.ts';
import { recordBaseline } from '../../core/simulate/suites/regression.ts';
import { QUARTER_DAYS } from '../../core/simulate/world/run.ts';
import { STEADY } from '../../core/simulate/world/scenario.ts';
import { canonicalText } from '../../core/trace/canonical.ts';
import { EXIT, type ExitCode, runCommand } from './command.ts';
import { InputError } from './input-error.ts';
import { wholeNumber } from './option.ts';
import { codeHere } from './plan-documents.ts';
import { playFaults } from './simulation/faults.ts';
import { FUTURES, playFutures } from './simulation/futures.ts';
import { scenarioNamed } from './simulation/order.ts';
import { portfolioYears } from './simulation/portfolio-years.ts';
import { study, studyLines } from './simulation/study.ts';
import { readPolicyFile, regressionRuns, runSuite, type TrialRoom } from './simulation/trial.ts';
import { threadsHere } from './simulation/work-through.ts';
import { writeFile } from './write-files.ts';

const EXAMPLE = join(import.meta.dirname, '../../infra/local/examples/portfolio.json');
const BASELINE = join(import.meta.dirname, '../../core/simulate/suites/baseline.json');
/** Worlds by default: what a suite may need, and what shows a difference while somebody waits. */
const SEEDS = { suite: 60, study: 8, futures: 10 };

await runCommand({
  name: 'simulate',
  usage:
    '[unit|integration|simulation|regression|all|study|years|faults|DIR|PORTFOLIO.json] [--policy FILE] [--seeds N]',
  help: `Tries a policy before customers do.

  unit         invariants of the policy document
  integration  a dry run on recorded portfolios and seeded families, planned and audited
  simulation   candidate against stable in the same worlds, a year each, until it is decided; human-impact conditions
               are held to every day
  regression   the measures recorded when the policy became stable, again; --record records them
  all          these four, in this order
  study        (default) the policy against what others do: value first, risk first, due date, round robin, random order,
               Whittle index; and what protection of the tail and parity cost
  years        the policy alone in --seeds worlds: how often a human-impact condition breaks
  faults       the mission itself, on services that fail on command: schedules --seeds A..B, default 1..10000, on --threads;
               one seed prints its calls
  a path       ${FUTURES} futures per seed of one portfolio, or of the directory of a plan, without and with the plan

Writes report.html and the results to --out; a path prints its figures and writes nothing. What was run is kept there, so a
command that was broken off goes on. The same input prints the same, on one thread or many.

  --policy FILE    policy/1 on trial; default: every default of the contract
  --stable FILE    policy/1 it is compared with; default: the same defaults
  --seeds N        worlds: at most (suites, default ${SEEDS.suite}), or exactly (study and years, ${SEEDS.study}; a path, ${SEEDS.futures})
  --days N         days of a world; default ${4 * QUARTER_DAYS}
  --scenario NAME  steady, compact, scarce, ample, biased, noisy, drifting, missing, adversarial, rough or
                   tired; default steady
  --threads N      default: one per processor
  --recorded DIR   (integration) portfolios of the tenant, portfolio/1 in .json files, such as those its evidence keeps;
                   default: the example
  --record         (regression) record the measures of --policy as the baseline
  --out DIR        default out/simulation`,
  failure: 'a suite failed or needs more evidence',
  options: {
    policy: { type: 'string' },
    stable: { type: 'string' },
    seeds: { type: 'string' },
    days: { type: 'string' },
    scenario: { type: 'string' },
    threads: { type: 'string' },
    record: { type: 'boolean' },
    recorded: { type: 'string' },
    out: { type: 'string' },
  },
  positionals: [0, 1],
  run: ([what = 'study'], options) =>
    what === 'faults' ? playFaults(options.seeds, options.threads) : simulate(what, options),
});

interface Options {
  readonly policy?: string;
  readonly stable?: string;
  readonly seeds?: string;
  readonly days?: string;
  readonly scenario?: string;
  readonly threads?: string;
  readonly record?: boolean;
  readonly recorded?: string;
  readonly out?: string;
}

async function simulate(what: string, options: Options): Promise<ExitCode> {
  const suite = SuiteName.safeParse(what);
  const suites = suite.success ? [suite.data] : what === 'all' ? SuiteName.options : [];
  const known = suites.length > 0 || what === 'study' || what === 'years';
  const standard = suites.length > 0 ? SEEDS.suite : known ? SEEDS.study : SEEDS.futures;
  const seeds = wholeNumber('--seeds', options.seeds, standard, 1);
  if (!known) {
    if (options.out !== undefined)
      throw new InputError('--out is not for a path: its figures are printed and nothing is written', { usage: true });
    return playFutures(what, seeds);
  }
  const { out = 'out/simulation' } = options;
  const room: TrialRoom = {
    candidate: readPolicyFile(options.policy),
    stable: readPolicyFile(options.stable),
    scenario: scenarioNamed(options.scenario ?? STEADY.name),
    days: wholeNumber('--days', options.days, 4 * QUARTER_DAYS, 1),
    seeds,
    threads: wholeNumber('--threads', options.threads, threadsHere(), 1),
    directory: join(out, 'runs'),
    code: codeHere(),
    recorded: options.recorded === undefined ? [EXAMPLE] : portfoliosIn(options.recorded),
    baseline: BASELINE,
  };
  if (what === 'regression' && options.record === true) return record(room);
  if (what === 'years') return liveYears(room);
  return suites.length > 0 ? trySuites(suites, room, out) : showStudy(room, out);
}

/** In the order of their names. */
function portfoliosIn(directory: string): readonly string[] {
  const files = readdirSync(directory)
    .filter((name) => name.endsWith('.json'))
    .sort();
  if (files.length > 0) return files.map((name) => join(directory, name));
  throw new InputError(`--recorded takes a directory of portfolio/1 documents: no .json file in ${directory}`, {
    usage: true,
  });
}

async function trySuites(suites: readonly SuiteName[], room: TrialRoom, out: string): Promise<ExitCode> {
  const outcomes = [];
  for (const suite of suites) {
    const outcome = await runSuite(suite, room);
    outcomes.push(outcome);
    const { result, digest } = outcome;
    process.stdout.write(`${suite}: ${result.verdict}  ${digest}\n`);
    for (const { name, verdict, text } of result.checks)
      process.stdout.write(`  ${verdict.padEnd(20)}${name.padEnd(22)}${text}\n`);
    writeFile(join(out, `${suite}.json`), `${canonicalText(result)}\n`);
  }
  const results = outcomes.map(({ result }) => result);
  const worlds = Math.max(0, ...outcomes.map(({ pairs }) => pairs.length));
  const { scenario, days } = room;
  const page = simulationReport({
    ...{ scenario: scenario.name, currency: 'EUR', worlds, days, subject: 'candidate' },
    ...{ rows: [], frontier: [], goals: [], suites: results },
  });
  writeFile(join(out, 'report.html'), page);
  process.stdout.write(`Written to ${out}; open ${out}/report.html\n`);
  return results.every(({ verdict }) => verdict === 'pass') ? EXIT.done : EXIT.failed;
}

async function showStudy(room: TrialRoom, out: string): Promise<ExitCode> {
  const found = await study(room.candidate, room, room);
  writeFile(join(out, 'report.html'), simulationReport(found.report));
  process.stdout.write(`${studyLines(found).join('\n')}\nWritten to ${out}; open ${out}/report.html\n`);
  return EXIT.done;
}

async function liveYears(room: TrialRoom): Promise<ExitCode> {
  const { lines, broken } = await portfolioYears(room);
  process.stdout.write(`${lines.join('\n')}\n`);
  return broken ? EXIT.failed : EXIT.done;
}

async function record(room: TrialRoom): Promise<ExitCode> {
  const seeds = Array.from({ length: room.seeds }, (_, index) => index + 1);
  const runs = await regressionRuns(room, { scenario: room.scenario.name, days: room.days, seeds });
  writeFile(room.baseline, `${JSON.stringify(recordBaseline(runs), null, 2)}\n`);
  process.stdout.write(`Recorded ${room.seeds} worlds in ${room.baseline}\n`);
  return EXIT.done;
}
