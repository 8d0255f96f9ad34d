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
  const { problem, cheapest } = planned;
  const { classDay } = problem.places;
  const { touch } = problem.days;
  let best = NOWHERE;
  eachPromisingPlace(planned, e, (c, kind) => {
    if (classDay[c] !== except) {
      const worth = worthIn(planned, e, c, kind);
      const surplus = worth - cheapest.cost[c]!;
      const earlier = surplus === best.surplus && touch[classDay[c]!]! < touch[classDay[best.c]!]!;
      if (surplus > best.surplus || earlier) best = { c, worth, surplus };
    }
    return best.surplus;
  });
  const keep = problem.keepClass[e]!;
  if (keep !== NONE && classDay[keep] !== except) {
    const worth = worthIn(planned, e, keep, problem.keepKind[e]!);
    const surplus = worth - cheapest.cost[keep]!;
    if (surplus > best.surplus) best = { c: keep, worth, surplus };
  }
  return best.c === NONE ? null : best;
}

const NOWHERE: PricedPlace = { c: NONE, worth: 0, surplus: Number.NEGATIVE_INFINITY };

/**
 * Visits the ordinary places of an engagement that can be left with so much at current prices as `visit` last answered; touch days
 * that promise most go first, and those of one day in the order of eachPlace. Load surcharges only take from what a place is worth, so
 * that value and price tell most places apart, and often whole touch days. O(touch days² + places).
 */
export function eachPromisingPlace(planned: PlannedBlock, e: number, visit: (c: number, kind: number) => number): void {
  const { places, days, lists, teamSub, ownClass } = planned.problem;
  const { cost } = planned.cheapest;
  const { order, most } = promisingDays(planned, e);
  let least = Number.NEGATIVE_INFINITY;
  for (let rank = 0; rank < order.length && most[rank]! >= least; rank++) {
    const t = order[rank]!;
    const at = e * days.touchCount + t;
    const list = lists[at]!;
    const own = ownClass[at]!;
    const team = teamSub[at]!;
    const other = valueOn(planned, e, t, OTHER);
    const ofTeam = team === NONE ? other : valueOn(planned, e, t, TEAM);
    const ofOwner = own === NONE ? other : valueOn(planned, e, t, OWNER);
    for (let sub = places.listSub[list]!; sub < places.listSub[list + 1]!; sub++) {
      const ofSub = sub === team ? ofTeam : other;
      for (let i = places.subEntry[sub]!; i < places.subEntry[sub + 1]!; i++) {
        const c = places.entryClass[i]!;
        if ((c === own ? ofOwner : ofSub) - cost[c]! < least) continue;
        least = visit(c, c === own ? OWNER : sub === team ? TEAM : OTHER);
      }
    }
  }
}

/** Touch days with places, those first that can leave most at current prices, and how much that is at most. */
function promisingDays(
  planned: PlannedBlock,
  e: number,
): { readonly order: readonly number[]; readonly most: readonly number[] } {
  const { days, lists, teamSub, ownClass } = planned.problem;
  const { cost, listBest, subBest } = planned.cheapest;
  const order: number[] = [];
  const most: number[] = [];
  for (let t = 0; t < days.touchCount; t++) {
    const at = e * days.touchCount + t;
    const list = lists[at]!;
    if (list === NONE) continue;
    const own = ownClass[at]!;
    const team = teamSub[at]!;
    let promised = valueOn(planned, e, t, OTHER) - cost[listBest[list]!]!;
    if (team !== NONE) promised = Math.max(promised, valueOn(planned, e, t, TEAM) - cost[subBest[team]!]!);
    if (own !== NONE) promised = Math.max(promised, valueOn(planned, e, t, OWNER) - cost[own]!);
    let rank = order.length;
    for (; rank > 0 && most[rank - 1]! < promised; rank--) {
      order[rank] = order[rank - 1]!;
      most[rank] = most[rank - 1]!;
    }
    order[rank] = t;
    most[rank] = promised;
  }
  return { order, most };
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
