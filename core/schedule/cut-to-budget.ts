import { TouchList } from './account-values.ts';
import { accountObjective } from './objective.ts';
import { order } from './order.ts';
import { NONE } from './places.ts';
import type { PlannedBlock } from './planned-block.ts';
import { takeOut } from './timetable.ts';

/**
 * Takes the least valuable unpinned engagements out until at most `hard` are left; mandatory ones last, and with each all
 * that must come after it. Returns what was cut, with the value it had.
 */
export function cutToBudget(blocks: readonly PlannedBlock[], hard: number): ReadonlyMap<string, number> {
  const cut = new Map<string, number>();
  let planned = 0;
  for (const { timetable } of blocks) for (const d of timetable.day) if (d !== NONE) planned++;
  if (planned <= hard) return cut;
  for (const { block, e, value } of byValue(blocks)) {
    if (planned <= hard) break;
    if (block.timetable.day[e] === NONE) continue;
    for (const next of [...block.rules.dependants(e), e]) {
      if (block.timetable.day[next] === NONE) continue;
      takeOut(block.timetable, next);
      cut.set(block.problem.engagements[next]!.id, value);
      planned--;
    }
  }
  return cut;
}

function byValue(blocks: readonly PlannedBlock[]): readonly { block: PlannedBlock; e: number; value: number }[] {
  const touches = new TouchList();
  const rows = blocks.flatMap((block) => {
    const { problem, values, timetable } = block;
    return Array.from(timetable.day, (d, e) => ({ d, e })).flatMap(({ d, e }) => {
      if (d === NONE) return [];
      const a = problem.account[e]!;
      const value =
        accountObjective(problem, values, timetable, a, touches) -
        accountObjective(problem, values, timetable, a, touches, e);
      return [{ block, e, value, mandatory: problem.mandatory[e]!, id: problem.engagements[e]!.id }];
    });
  });
  return rows.sort((x, y) => x.mandatory - y.mandatory || x.value - y.value || order(x.id, y.id));
}
