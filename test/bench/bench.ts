import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { againstHighs } from './against-highs.ts';
import { runChild } from './child.ts';
import { emit } from './emit.ts';
import { figure } from './figure.ts';
import { renewGoldens } from './goldens.ts';
import { medians } from './medians.ts';
import { HELP, type Options, readOptions } from './options.ts';
import { BenchRow } from './row.ts';
import { ruleCosts } from './rule-costs.ts';
import { PLAN_HEADER, planLine, tables } from './table.ts';
import { Message, type Task } from './task.ts';

/** Families small enough for HiGHS. */
const FOR_HIGHS = ['time-100', 'time-300', 'all-100'];
/** Greedy planners look at every place of every engagement; beyond this that says nothing new. */
const FOR_RIVALS = /^(time|all|count|scarce|tight|several)-(100|300|1k|6k)$/;

const options = readOptions(process.argv.slice(2));
if ('wrong' in options) {
  process.stderr.write(`bench: ${options.wrong}\n\n${HELP}`);
  process.exitCode = 2;
} else await run(options);

async function run(asked: Options): Promise<void> {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  if (asked.help) process.stdout.write(HELP);
  else if (asked.emit !== undefined) emit(asked.emit, asked.chosen, asked.seeds, say);
  else if (asked.renewGoldens !== undefined) renewGoldens(asked.renewGoldens, say);
  else if (asked.rules) ruleCosts(asked.seeds, say);
  else await bench(asked, say);
}

async function bench(asked: Options, say: (line: string) => void): Promise<void> {
  const rows: BenchRow[] = [];
  say(`Node ${process.version}, ${availableParallelism()} processors; one process plans at a time\n\n${PLAN_HEADER}`);
  for (const { family, load } of asked.chosen) {
    for (const row of await familyRows(asked, family, load, say)) {
      const small = FOR_HIGHS.includes(family) && row.rival === undefined && asked.highs > 0;
      rows.push(small ? await againstHighs(row, asked.highs, asked.highsAnswers) : row);
    }
    // A slow family must not cost the rows before it.
    if (asked.json !== undefined) writeFileSync(asked.json, `${JSON.stringify(rows, null, 1)}\n`);
  }
  process.stdout.write(tables(rows));
  if (asked.figure !== undefined) writeFileSync(asked.figure, figure(medians(rows)));
  if (rows.some(({ findings }) => findings !== undefined && findings > 0)) process.exitCode = 1;
}

async function familyRows(asked: Options, family: string, load: number, say: (line: string) => void) {
  const { seeds, resume, blocks } = asked;
  const task: Task = {
    ...{ family, load, seeds: [...seeds], rivals: FOR_RIVALS.test(family) },
    ...(resume === undefined ? {} : { resume }),
    ...(blocks === undefined ? {} : { blocks }),
  };
  const rows: BenchRow[] = [];
  await runChild('./family-process.ts', task, (sent) => {
    const message = Message.parse(sent);
    if ('progress' in message) say(message.progress);
    else {
      const some = BenchRow.array().parse(message.rows);
      rows.push(...some);
      if (family !== 'tiny') for (const row of some) if (row.rival === undefined) say(planLine(row));
    }
  });
  return rows;
}
