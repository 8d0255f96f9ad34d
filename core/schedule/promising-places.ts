import { eachPromisingPlace, type PricedPlace } from './best-place.ts';
import { type PlannedBlock, worthIn } from './planned-block.ts';

/**
 * Places of an engagement that lose least at current prices, best first, then by class; at most `count`. O(places), and `count` for each
 * that is among them for a while.
 */
export function promisingPlaces(planned: PlannedBlock, e: number, count: number): readonly PricedPlace[] {
  const { cost } = planned.cheapest;
  const places: PricedPlace[] = [];
  eachPromisingPlace(planned, e, (c, kind, least) => {
    const worth = worthIn(planned, e, c, kind);
    const surplus = worth - cost[c]!;
    let at = Math.min(places.length, count);
    if (at === count && !isBefore(surplus, c, places[--at]!)) return least;
    for (; at > 0 && isBefore(surplus, c, places[at - 1]!); at--) places[at] = places[at - 1]!;
    places[at] = { c, worth, surplus };
    // Whoever equals the last one may go before it.
    return places.length === count ? places[count - 1]!.surplus - 1 : least;
  });
  return places;
}

function isBefore(surplus: number, c: number, other: PricedPlace): boolean {
  return surplus > other.surplus || (surplus === other.surplus && c < other.c);
}
