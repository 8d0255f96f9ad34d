import { join } from 'node:path';
import { exactMoney } from '../../core/report/amount.ts';
import { canonicalText } from '../../core/trace/canonical.ts';
import { EXIT, type ExitCode, runCommand } from './command.ts';
import { firstDifference } from './first-difference.ts';
import { InputError } from './input-error.ts';
import { FILES, planFiles, readPlan, readSources, textOf } from './plan-directory.ts';
import { auditDocuments, codeHere, makePlan } from './plan-documents.ts';
import { progressLine } from './progress.ts';
import { readJson } from './read-json.ts';
import { isExport, isPromotion, openExport } from './run-export/open-export.ts';
import { replayExport } from './run-export/replay-export.ts';

/** Read and compared as JSON; how their bytes were written is for `verify` to say. */
const COMPARED: ReadonlySet<string> = new Set([
  FILES.plan,
  FILES.portfolio,
  FILES.policy,
  FILES.published,
  FILES.manifest,
]);

await runCommand({
  name: 'replay',
  usage: 'DIR',
  help: `Plans again from the portfolio, the policy and the published plan in the directory, and compares the bytes of the plan,
and of every other file that npm run plan wrote there. Where the plan differs, the first place is named by its JSON
pointer. A plan made by other code is planned by the code that is here; that is said, and is no difference by itself.

Of a run that npm run export wrote, every step that follows from evidence (score, guard-budget, split-blocks, plan-shard,
merge-shards, audit, route) runs again on its recorded input; each answer, and so each plan, must have the recorded digest.`,
  failure: 'the bytes differ',
  options: {},
  positionals: [1, 1],
  run: ([directory = '']) => (isExport(directory) ? replayRun(directory) : replay(directory)),
});

function replay(directory: string): ExitCode {
  const sources = readSources(directory);
  const recorded = readPlan(join(directory, FILES.plan));
  const here = codeHere();
  if (recorded.code !== here) process.stdout.write(`code    the plan was made by ${recorded.code}, this is ${here}\n`);
  const plan = makePlan(sources, recorded.code);
  const difference = firstDifference(readJson(join(directory, FILES.plan)), JSON.parse(canonicalText(plan)));
  if (difference !== undefined) {
    const { path, expected, actual } = difference;
    process.stdout.write(`plan    DIFFERS first at ${path}: recorded ${expected}, replayed ${actual}\n`);
    return EXIT.failed;
  }
  const files = planFiles(sources, plan, auditDocuments(sources, plan));
  const differing = [...files].filter(([name, content]) => {
    const known = COMPARED.has(name) ? undefined : textOf(directory, name);
    return known !== undefined && known !== content;
  });
  for (const [name, content] of differing)
    process.stdout.write(
      `${name}  DIFFERS first at character ${firstCharacter(textOf(directory, name) ?? '', content)}\n`,
    );
  if (differing.length > 0) return EXIT.failed;
  process.stdout.write(
    `plan    ok: replayed to the same bytes, which protect ${exactMoney(plan.objective, sources.portfolio.currency).replaceAll('\u00a0', ' ')}\n`,
  );
  return EXIT.done;
}

async function replayRun(directory: string): Promise<ExitCode> {
  if (isPromotion(directory))
    throw new InputError(`${directory} is a promotion; npm run verify judges it again from the worlds it recorded`);
  const opened = openExport(directory);
  const here = codeHere();
  const other = opened.entries.find(({ code }) => code !== here);
  if (other !== undefined) process.stdout.write(`code    the run was made by ${other.code}, this is ${here}\n`);
  const progress = progressLine();
  const { steps, plans, differences } = await replayExport(opened, (step) => progress.show(`replaying: ${step}`));
  progress.done();
  if (differences.length > 0) {
    process.stdout.write(`${['steps   DIFFER', ...differences].join('\n')}\n`);
    return EXIT.failed;
  }
  process.stdout.write(`steps   ok: ${steps} replayed to the same answers\n`);
  for (const plan of plans) process.stdout.write(`plan    ok: replayed to the same bytes, ${plan}\n`);
  return EXIT.done;
}

function firstCharacter(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return at;
}
