import { bestOpenings, type OpeningSearch } from './openings.ts';
import { NONE } from './places.ts';
import type { Rearrangement } from './rearrangement.ts';
import { resettle, takeOpening } from './resettle.ts';

/** How far it is looked for a newcomer. */
export interface Breadth {
  /** Places that are looked at, and openings of them that are tried, best first. */
  readonly places: number;
  readonly tries: number;
}

/** Values are whole minor units. */
const ANY_GAIN = 0.5;

/**
 * An engagement without a place takes the start where it gains most over what must leave for it, and who leaves goes elsewhere
 * or stays out. True if it came in.
 */
export function swapIn(move: Rearrangement, search: OpeningSearch, e: number, { places, tries }: Breadth): boolean {
  const { problem, timetable } = move.arrangement;
  if (timetable.day[e] !== NONE || problem.pinned[e] !== NONE) return false;
  for (const opening of bestOpenings(search, e, places, tries)) {
    if (takeOpening(move, e, opening) && resettle(move, search, opening.leavers) > ANY_GAIN) {
      move.keep();
      return true;
    }
    move.undo();
  }
  return false;
}
