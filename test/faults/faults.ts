import { playRange } from './range.ts';
import { simulator } from './simulator.ts';

/** `node test/faults/faults.ts A..B` plays seeds; one seed alone prints every call of its schedule. */
const [given = '1..10000'] = process.argv.slice(2);
const match = /^(\d{1,9})(?:\.\.(\d{1,9}))?$/.exec(given);
if (match === null) {
  process.stderr.write(`faults: --seeds is A or A..B, such as 1..10000, and not ${given}\n`);
  process.exit(2);
}
const [first, last] = [Number(match[1]), Number(match[2] ?? match[1])];
const play = await simulator('command');
if (first === last) process.stdout.write(`${(await play(first)).log.join('\n')}\n`);
const { played, calls, faults, ends, broken } = await playRange(play, first, last);
for (const one of broken)
  for (const { invariant, detail } of one.broken) process.stdout.write(`seed ${one.seed}: ${invariant}: ${detail}\n`);
const said = [...ends].map(([end, times]) => `${end} ${times}`).sort();
process.stdout.write(`${played} schedules, ${calls} calls, ${faults} faults; runs ended: ${said.join(', ')}\n`);
process.stdout.write(`${broken.length} schedules broke an invariant; replay one with --seeds N\n`);
process.exitCode = broken.length === 0 ? 0 : 1;
