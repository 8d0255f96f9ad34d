import { bestOpening, type Opening, type OpeningSearch } from './openings.ts';
import type { Rearrangement } from './rearrangement.ts';

/** Places looked at for one who left, and steps of a chain. */
const PLACES = 6;
const STEPS = 8;

/**
 * An ejection chain: who left takes the start that promises most, who leaves for it does the same, and so on, the most valuable
 * first; whoever is moved once stays there. Ends where the plan was best on the way, and answers what the moves gain in all.
 */
export function resettle(move: Rearrangement, search: OpeningSearch, leavers: Opening['leavers']): number {
  let waiting = [...leavers];
  let best = move.gain();
  let mark = move.mark();
  for (let step = 0; step < STEPS && waiting.length > 0; step++) {
    const next = waiting.reduce((most, leaver) => (leaver.value > most.value ? leaver : most));
    waiting = waiting.filter((leaver) => leaver !== next);
    const opening = bestOpening(search, next.e, PLACES);
    if (opening === null || !takeOpening(move, next.e, opening)) continue;
    waiting.push(...opening.leavers);
    const gain = move.gain();
    if (gain <= best) continue;
    best = gain;
    mark = move.mark();
  }
  move.back(mark);
  return best;
}

/** Puts an engagement where others leave for it; false, and nothing done, where it has no room or its account may not. */
export function takeOpening(move: Rearrangement, e: number, opening: Opening): boolean {
  const before = move.mark();
  for (const leaver of opening.leavers) move.take(leaver.e);
  if (move.put(e, opening) && move.keepsRules(move.arrangement.problem.account[e]!)) return true;
  move.back(before);
  return false;
}
