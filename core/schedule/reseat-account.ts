import { addTouch, TouchList, valueOfTouches } from './account-values.ts';
import { accountWorth } from './arrangement.ts';
import { surchargeAt } from './load-surcharge.ts';
import { goTogether, memberOpenings } from './member-openings.ts';
import type { Opening, OpeningSearch } from './openings.ts';
import { addPinned } from './pinned-touches.ts';
import { NONE } from './places.ts';
import { KINDS, type Problem } from './problem.ts';
import type { Rearrangement } from './rearrangement.ts';
import { resettle } from './resettle.ts';
import { STARVED } from './seat-weight.ts';

/** Combinations of an account that are looked at, and those of them that are tried. */
const NODES = 5_000;
const TRIES = 24;
/** Values are whole minor units. */
const ANY_GAIN = 0.5;

/** Of each member in turn an opening, or null: not at all. */
type Choice = readonly (Opening | null)[];

interface Scored {
  readonly choice: Choice;
  readonly gain: number;
}

/**
 * All engagements of an account placed anew together, beside everybody else's meetings and in place of some of them: what a
 * rep-day solved by itself cannot see, such as a chain of precedence within a day. True if the account is better off for it.
 */
export function reseatAccount(move: Rearrangement, search: OpeningSearch, a: number): boolean {
  const { problem } = move.arrangement;
  const members: number[] = [];
  for (let e = problem.accountStart[a]!; e < problem.accountStart[a + 1]!; e++) {
    if (problem.pinned[e] === NONE) members.push(e);
  }
  if (members.length < 1) return false;
  const openings = members.map((e) => memberOpenings(search, a, e));
  for (const { choice } of bestChoices(move, search, a, members, openings)) {
    for (const e of members) move.take(e);
    const leavers = [...new Set(choice.flatMap((opening) => opening?.leavers ?? []))];
    for (const leaver of leavers) move.take(leaver.e);
    const fitted = choice.every((opening, i) => opening === null || move.put(members[i]!, opening));
    if (fitted && move.keepsRules(a) && resettle(move, search, leavers) > ANY_GAIN) {
      move.keep();
      return true;
    }
    move.undo();
  }
  return false;
}

/** The choices that gain most by the openings alone, best first. */
function bestChoices(
  { arrangement }: Rearrangement,
  search: OpeningSearch,
  a: number,
  members: readonly number[],
  openings: readonly (readonly Opening[])[],
): readonly Scored[] {
  const { problem, values, mandatoryBonus } = arrangement;
  const { contactCost, affinity, days, places, keepClass, policy } = problem;
  const touches = new TouchList();
  const before = accountWorth(arrangement, a, touches);
  const chosen: (Opening | null)[] = [];
  const best: Scored[] = [];
  let left = NODES;
  const score = (): void => {
    touches.size = 0;
    addPinned(problem, values, a, touches);
    let gain = 0;
    let starved = 0;
    chosen.forEach((opening, i) => {
      const e = members[i]!;
      if (opening === null) return;
      const { place, kind, lost } = opening;
      addTouch(problem, values, touches, e, days.touch[places.classDay[place]!]!, affinity[a * KINDS + kind]!);
      gain += (place === keepClass[e] ? policy.value.disruptionCost : 0) - contactCost[e]! - lost;
      gain -= surchargeAt(problem, place);
      if (problem.urgency[e] === 2) gain += mandatoryBonus;
      else if (problem.urgency[e] === 1) starved = mandatoryBonus / STARVED;
    });
    gain -= before;
    if (touches.size > 0) gain += valueOfTouches(problem, values, a, touches) + values.bonus[a]! + starved;
    if (gain <= ANY_GAIN || (best.length === TRIES && gain <= best[TRIES - 1]!.gain)) return;
    if (!keepsOrder(problem, members, chosen) || !keepsCaps(problem, a, chosen)) return;
    if (best.length === TRIES) best.pop();
    let at = best.length;
    while (at > 0 && best[at - 1]!.gain < gain) at--;
    best.splice(at, 0, { choice: [...chosen], gain });
  };
  const visit = (i: number): void => {
    if (i === members.length) {
      score();
      return;
    }
    for (const opening of openings[i]!) {
      if (left-- <= 0) break;
      search.work++;
      if (!chosen.every((other, j) => other === null || goTogether(search, members[j]!, other, members[i]!, opening)))
        continue;
      chosen.push(opening);
      visit(i + 1);
      chosen.pop();
    }
    chosen.push(null);
    visit(i + 1);
    chosen.pop();
  };
  visit(0);
  return best;
}

/** Nothing without what it must come after. */
function keepsOrder({ before, pinned }: Problem, members: readonly number[], chosen: Choice): boolean {
  return chosen.every(
    (opening, i) =>
      opening === null ||
      before[members[i]!]!.every(
        (first) => pinned[first] !== NONE || members.some((e, k) => e === first && chosen[k] !== null),
      ),
  );
}

/** Rule `contact-cap` for the starts chosen and what stands. */
function keepsCaps({ caps, standing }: Problem, a: number, chosen: Choice): boolean {
  const planned = chosen.flatMap((opening) => opening?.start ?? []);
  const all = [...standing[a]!, ...planned];
  return caps[a]!.every(({ touches, days }) =>
    all.every((first) => {
      const inside = (touch: number): boolean => first <= touch && touch < first + days * 1440;
      return !planned.some(inside) || all.filter(inside).length <= touches;
    }),
  );
}
