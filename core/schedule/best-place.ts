import { NONE } from './places.ts';
import { eachPlaceOn, type PlannedBlock, worthIn } from './planned-block.ts';
import { KINDS, OTHER, OWNER, TEAM } from './problem.ts';

/** A class, what an engagement would bring there, and what of that is left at current prices. */
export interface PricedPlace {
  readonly c: number;
  readonly worth: number;
  readonly surplus: number;
}

/**
 * The place that loses least at current prices, the first of equals in the order of eachPlace; null: there is none. `except`: a
 * rep-day that does not count.
 */
export function bestPlace(planned: PlannedBlock, e: number, except = NONE): PricedPlace | null {
  const { cost } = planned.cheapest;
  const { classDay } = planned.problem.places;
  let best: PricedPlace | null = null;
  eachPromisingPlace(planned, e, (c, kind, least) => {
    if (classDay[c] === except) return least;
    const worth = worthIn(planned, e, c, kind);
    const surplus = worth - cost[c]!;
    if (surplus <= least) return least;
    best = { c, worth, surplus };
    return surplus;
  });
  return best;
}

/**
 * Visits the places of an engagement in the order of eachPlace, without those that cannot be left with more than `least` at current prices;
 * `visit` gets that and answers what it is from then on. Load surcharges only take from what a place is worth, so that value and
 * price tell most of them apart, and often whole touch days. O(places).
 */
export function eachPromisingPlace(
  planned: PlannedBlock,
  e: number,
  visit: (c: number, kind: number, least: number) => number,
): void {
  const { problem, cheapest } = planned;
  const { days, places, lists, teamSub, ownClass, keepClass, keepKind } = problem;
  const { cost, listBest, subBest } = cheapest;
  let least = Number.NEGATIVE_INFINITY;
  for (let t = 0; t < days.touchCount; t++) {
    const at = e * days.touchCount + t;
    const list = lists[at]!;
    if (list === NONE) continue;
    const own = ownClass[at]!;
    const team = teamSub[at]!;
    const other = valueOn(planned, e, t, OTHER);
    const ofTeam = team === NONE ? other : valueOn(planned, e, t, TEAM);
    const ofOwner = own === NONE ? other : valueOn(planned, e, t, OWNER);
    let most = other - cost[listBest[list]!]!;
    if (team !== NONE) most = Math.max(most, ofTeam - cost[subBest[team]!]!);
    if (own !== NONE) most = Math.max(most, ofOwner - cost[own]!);
    if (most <= least) continue;
    for (let sub = places.listSub[list]!; sub < places.listSub[list + 1]!; sub++) {
      const ofSub = sub === team ? ofTeam : other;
      for (let i = places.subEntry[sub]!; i < places.subEntry[sub + 1]!; i++) {
        const c = places.entryClass[i]!;
        if ((c === own ? ofOwner : ofSub) - cost[c]! <= least) continue;
        least = visit(c, c === own ? OWNER : sub === team ? TEAM : OTHER, least);
      }
    }
  }
  if (keepClass[e] !== NONE) visit(keepClass[e]!, keepKind[e]!, least);
}

/** The most an engagement is worth anywhere. O(touch days), and the places of those that are worth most. */
export function mostWorth(planned: PlannedBlock, e: number): number {
  const { problem } = planned;
  const { days, lists, ownClass, teamSub } = problem;
  let most = Number.NEGATIVE_INFINITY;
  for (let t = 0; t < days.touchCount; t++) {
    const at = e * days.touchCount + t;
    if (lists[at] === NONE) continue;
    let bound = valueOn(planned, e, t, OTHER);
    if (ownClass[at] !== NONE) bound = Math.max(bound, valueOn(planned, e, t, OWNER));
    if (teamSub[at] !== NONE) bound = Math.max(bound, valueOn(planned, e, t, TEAM));
    if (bound <= most) continue;
    eachPlaceOn(problem, e, t, (c, kind) => {
      most = Math.max(most, worthIn(planned, e, c, kind));
    });
  }
  const keep = problem.keepClass[e]!;
  return keep === NONE ? most : Math.max(most, worthIn(planned, e, keep, problem.keepKind[e]!));
}

/** What an engagement is worth on a touch day with a kind of rep, load surcharges not yet off. */
function valueOn({ problem, values, rules }: PlannedBlock, e: number, t: number, kind: number): number {
  if (rules.several[e] === 1) return rules.worth(e, t, kind);
  return values.alone[(e * KINDS + kind) * problem.days.touchCount + t]!;
}
