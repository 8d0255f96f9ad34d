import { eachPlace, type PlannedBlock, worthIn } from './planned-block.ts';

/** A class, what an engagement would bring there, and what of that is left at current prices. */
export interface PromisingPlace {
  readonly c: number;
  readonly worth: number;
  readonly surplus: number;
}

/** Places of an engagement that lose least at current prices, best first, then by class; and the most it is worth anywhere. */
export interface PromisingPlaces {
  readonly places: readonly PromisingPlace[];
  readonly most: number;
}

/** At most `count` places. O(places · count). */
export function promisingPlaces(planned: PlannedBlock, e: number, count: number): PromisingPlaces {
  const { cheapest } = planned;
  const places: PromisingPlace[] = [];
  let most = Number.NEGATIVE_INFINITY;
  eachPlace(planned.problem, e, (c, kind) => {
    const worth = worthIn(planned, e, c, kind);
    const surplus = worth - cheapest.cost[c]!;
    if (worth > most) most = worth;
    let at = places.length;
    if (at === count && !isBefore(surplus, c, places[count - 1]!)) return;
    while (at > 0 && isBefore(surplus, c, places[at - 1]!)) at--;
    if (places.length === count) places.pop();
    places.splice(at, 0, { c, worth, surplus });
  });
  return { places, most };
}

function isBefore(surplus: number, c: number, other: PromisingPlace): boolean {
  return surplus > other.surplus || (surplus === other.surplus && c < other.c);
}
