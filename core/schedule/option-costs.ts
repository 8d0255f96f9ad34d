import type { AccountChoices } from './account-choices.ts';
import type { ChoiceScratch } from './choose-for-account.ts';
import { type Cheapest, cheapestClass } from './oracle.ts';
import { NONE } from './places.ts';
import { KINDS, type Problem } from './problem.ts';

/** The cheapest place of every option of a member at current prices, and what it costs, contact cost included. */
export function costOptions(
  problem: Problem,
  choices: AccountChoices,
  table: Cheapest,
  scale: number,
  i: number,
  scratch: ChoiceScratch,
): void {
  const e = choices.member[i]!;
  const touches = problem.days.touchCount;
  const keep = problem.keepClass[e]!;
  const keepTouch = keep === NONE ? NONE : problem.days.touch[problem.places.classDay[keep]!]!;
  const base = scale * problem.contactCost[e]!;
  for (let o = choices.optionStart[i]!; o < choices.optionStart[i + 1]!; o++) {
    const kinds = choices.optionKinds[o]!;
    const t = choices.optionTouch[o]!;
    let best = Number.POSITIVE_INFINITY;
    let place = NONE;
    for (let k = 0; k < KINDS; k++) {
      if ((kinds & (1 << k)) === 0) continue;
      const c = cheapestClass(problem, table, e * touches + t, k);
      if (c !== NONE && table.cost[c]! < best) {
        best = table.cost[c]!;
        place = c;
      }
    }
    if (keepTouch === t && (kinds & (1 << problem.keepKind[e]!)) !== 0) {
      const kept = table.cost[keep]! - scale * problem.policy.value.disruptionCost;
      if (kept < best) {
        best = kept;
        place = keep;
      }
    }
    scratch.cost[o] = base + best;
    scratch.place[o] = place;
  }
}
