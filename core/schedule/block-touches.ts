import type { Policy } from '../model/policy.ts';
import type { Portfolio } from '../model/portfolio.ts';
import type { Touch } from '../risk/loss-process.ts';
import { clamped } from './account-values.ts';
import { NONE } from './places.ts';
import { addTouchOf, affinityOf, type Planned, touchesByAccount } from './plan-losses.ts';
import type { PlannedBlock } from './planned-block.ts';

/** Touches of the meetings of all blocks by account id: as of the rows of the plan, without asking the calendar again. */
export function blockTouches(
  portfolio: Portfolio,
  policy: Policy,
  blocks: readonly PlannedBlock[],
): ReadonlyMap<string, readonly Touch[]> {
  const touches = touchesByAccount(portfolio, policy, blocks.flatMap(pinnedOf));
  // An owner may be a rep of another block.
  const reps = new Map(portfolio.reps.map((rep) => [String(rep.id), rep]));
  for (const { problem, timetable } of blocks) {
    const { days, account, accounts, reach } = problem;
    for (let e = 0; e < account.length; e++) {
      const d = timetable.day[e]!;
      if (d === NONE) continue;
      const of = accounts[account[e]!]!;
      const affinity = affinityOf(policy, of, days.reps[days.rep[d]!]!, reps);
      addTouchOf(touches, of, { day: days.touch[d]! + days.firstTouch, averts: clamped(reach[e]! * affinity) });
    }
  }
  return touches;
}

function pinnedOf({ problem: { engagements, pinned } }: PlannedBlock): Planned[] {
  return engagements.flatMap(({ id, pinned: at }, e) =>
    at === null ? [] : [{ engagement: id, rep: at.rep, start: pinned[e]! }],
  );
}
