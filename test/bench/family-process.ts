/** Plans one family in a process of its own, so that its memory is its own and no other family has warmed up its code. */
import { familyNamed } from './family-named.ts';
import { planInstance } from './plan-instance.ts';
import { isReplan, replan } from './replan.ts';
import { streamBlocks } from './stream-blocks.ts';
import { type Message, Task } from './task.ts';
import { TINY, tinyRows } from './tiny.ts';

const task = Task.parse(JSON.parse(process.argv[2] ?? ''));
const tell = (message: Message): void => {
  process.send?.(message);
};

if (task.family === TINY) tell({ rows: [...tinyRows()] });
else for (const seed of task.seeds) tell({ rows: [...rowsOf(seed)] });

function rowsOf(seed: number) {
  if (isReplan(task.family)) return [replan(task.family, task.load, seed)];
  const family = { ...familyNamed(task.family), load: task.load };
  if (family.blocks === 1) return planInstance(family, seed, task.rivals);
  const row = streamBlocks(family, seed, task, (progress) => tell({ progress }));
  return row === null ? [] : [row];
}
