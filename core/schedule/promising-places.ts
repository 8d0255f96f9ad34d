import { eachPromisingPlace, type PricedPlace } from './best-place.ts';
import { NONE } from './places.ts';
import { type PlannedBlock, worthIn } from './planned-block.ts';

/**
 * Places of an engagement that lose least at current prices, best first, then by class; at most `count`. O(places), and `count` for each
 * that is among them for a while.
 */
export function promisingPlaces(planned: PlannedBlock, e: number, count: number): readonly PricedPlace[] {
  const { problem, cheapest } = planned;
  const places: PricedPlace[] = [];
  const see = (c: number, kind: number): number => {
    const worth = worthIn(planned, e, c, kind);
    const surplus = worth - cheapest.cost[c]!;
    let at = places.length;
    if (at < count || isBefore(surplus, c, places[--at]!)) {
      for (; at > 0 && isBefore(surplus, c, places[at - 1]!); at--) places[at] = places[at - 1]!;
      places[at] = { c, worth, surplus };
    }
    return places.length < count ? Number.NEGATIVE_INFINITY : places[count - 1]!.surplus;
  };
  eachPromisingPlace(planned, e, see);
  if (problem.keepClass[e] !== NONE) see(problem.keepClass[e]!, problem.keepKind[e]!);
  return places;
}

function isBefore(surplus: number, c: number, other: PricedPlace): boolean {
  return surplus > other.surplus || (surplus === other.surplus && c < other.c);
}
