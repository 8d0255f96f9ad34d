import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { progressLine } from '../../functions/commands/progress.ts';
import { bundle, load } from './simulator.ts';
import { playOnThreads } from './threads.ts';

/**
 * `node test/faults/faults.ts A..B [THREADS]` plays seeds, on as many threads as there are processors; one seed alone prints
 * every call of its schedule.
 */
const [given = '1..10000', wanted = String(availableParallelism())] = process.argv.slice(2);
const match = /^([1-9]\d{0,8})(?:\.\.([1-9]\d{0,8}))?$/.exec(given);
const [first, last] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])];
if (match === null || last < first || !/^[1-9]\d?$/.test(wanted)) {
  process.stderr.write(
    `faults: --seeds is A or A..B, such as 1..10000, and --threads 1 to 99, not ${given} ${wanted}\n`,
  );
  process.exit(2);
}
const file = await bundle('command');
if (first === last) process.stdout.write(`${(await load(file)(first)).log.join('\n')}\n`);
const progress = progressLine();
const { played, calls, faults, ends, broken } = await playOnThreads(
  file,
  { first, last, threads: Math.min(Number(wanted), last - first + 1) },
  (soFar) => {
    progress.show(`${soFar.played} of ${last - first + 1} schedules, ${soFar.broken.length} broke an invariant`);
  },
);
progress.done();
rmSync(file);
for (const one of broken)
  for (const { invariant, detail } of one.broken) process.stdout.write(`seed ${one.seed}: ${invariant}: ${detail}\n`);
const said = (counts: ReadonlyMap<string, number>) => [...counts].map(([name, times]) => `${name} ${times}`).join(', ');
process.stdout.write(`${played} schedules, ${calls} calls\nfaults: ${said(faults)}\nruns ended: ${said(ends)}\n`);
process.stdout.write(`${broken.length} schedules broke an invariant; replay one with --seeds N\n`);
process.exitCode = broken.length === 0 ? 0 : 1;
