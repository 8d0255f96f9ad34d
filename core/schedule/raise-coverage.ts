import { kept } from '../calendar/kept.ts';
import type { Policy } from '../model/policy.ts';
import { isCovered } from './block-coverage.ts';
import { type ClearableDay, cheapestClearing, clearableDay, onlyOneOf } from './clear-place.ts';
import { bestCoverage, missing, shortOfFloor } from './coverage-floor.ts';
import {
  coverageRows,
  coverageTally,
  keyOf,
  type CoverageRow as Row,
  type CoverageTally as Tally,
} from './coverage-tally.ts';
import { NONE } from './places.ts';
import { eachPlace, type PlannedBlock, worthIn } from './planned-block.ts';
import { putAt, takeOut } from './timetable.ts';

/** Exchanges at most; bonuses leave only few to make. */
const EXCHANGES = 64;
/** Accounts looked at for an exchange, and places of each of their engagements: the most promising at current prices. */
const ACCOUNTS = 24;
const PLACES = 6;

interface Exchange {
  readonly block: PlannedBlock;
  readonly e: number;
  readonly place: number;
  readonly kind: number;
  readonly slot: number;
  readonly leavers: readonly number[];
  readonly gain: number;
}

/**
 * The last accounts that bonuses could not bring in, since meetings are whole: while the floor is missed, gives an account of
 * a group below it a place, in exchange for what loses least and keeps its own group at the floor. Nobody leaves but for a
 * newcomer. Work: EXCHANGES · (accounts + ACCOUNTS · PLACES · starts · meetings²).
 */
export function raiseCoverage(blocks: readonly PlannedBlock[], policy: Policy): void {
  const { floor } = policy.equity;
  const tallies = blocks.map(coverageTally);
  let rows = coverageRows(tallies, policy);
  let short = shortOfFloor(rows, floor);
  const waiting = short === 0 ? [] : newcomers(tallies, standing(rows, floor).below);
  for (let done = 0; short > 0 && done < EXCHANGES; done++) {
    const exchange = bestExchange(waiting, standing(rows, floor));
    if (exchange === null) return;
    const undo = make(exchange);
    rows = coverageRows(tallies, policy);
    const left = shortOfFloor(rows, floor);
    if (left >= short) {
      undo();
      return;
    }
    short = left;
  }
}

/** Values below the floor, and those that one account less would put below it. */
interface Standing {
  readonly below: ReadonlySet<string>;
  readonly tight: ReadonlySet<string>;
}

function standing(rows: readonly Row[], floor: number): Standing {
  const short = (row: Row, covered: number): boolean => {
    const changed = { ...row, coverage: covered / row.eligible };
    const best = bestCoverage([...rows.filter((other) => other !== row), changed], row.group);
    return missing(changed, best, floor) > 0;
  };
  return {
    below: new Set(rows.filter((row) => short(row, row.covered)).map(keyOf)),
    tight: new Set(rows.filter((row) => short(row, row.covered - 1)).map(keyOf)),
  };
}

function bestExchange(waiting: readonly Newcomer[], { below, tight }: Standing): Exchange | null {
  let best: Exchange | null = null;
  let tried = 0;
  const known = new Map<Tally, Map<number, ClearableDay>>();
  for (const { tally, e, a } of waiting) {
    const { block, keys } = tally;
    if (isCovered(block.problem, block.timetable, a) || !keys[a]!.some((key) => below.has(key))) continue;
    if (++tried > ACCOUNTS) break;
    const byDay = kept(known, tally, () => new Map<number, ClearableDay>());
    const dayOf = (d: number) => kept(byDay, d, () => clearableDay(block, d, (other) => isNeeded(tally, other, tight)));
    const found = bestPlace(block, e, dayOf);
    if (found !== null && (best === null || found.gain > best.gain)) best = found;
  }
  return best;
}

/** Promised, waited for by another, or the only meeting of an account whose group can spare none. */
function isNeeded({ block, keys }: Tally, e: number, tight: ReadonlySet<string>): boolean {
  const { problem, timetable } = block;
  if (problem.urgency[e] !== 0 || problem.after[e]!.length > 0) return true;
  const a = problem.account[e]!;
  return keys[a]!.some((key) => tight.has(key)) && onlyOneOf(problem, timetable, a, e);
}

interface Newcomer {
  readonly tally: Tally;
  readonly a: number;
  readonly e: number;
  readonly surplus: number;
}

/** Of every account left out with a value below the floor, the engagement that loses least at current prices; best first. */
function newcomers(tallies: readonly Tally[], below: ReadonlySet<string>): readonly Newcomer[] {
  const found = tallies.flatMap((tally) => {
    const { block, keys } = tally;
    const { problem, timetable, rules, cheapest } = block;
    return problem.accounts.flatMap((_, a): Newcomer[] => {
      if (isCovered(problem, timetable, a) || !keys[a]!.some((key) => below.has(key))) return [];
      let best = NONE;
      let surplus = Number.NEGATIVE_INFINITY;
      for (let e = problem.accountStart[a]!; e < problem.accountStart[a + 1]!; e++) {
        if (!rules.ready(e)) continue;
        eachPlace(problem, e, (c, kind) => {
          const own = worthIn(block, e, c, kind) - cheapest.cost[c]!;
          if (own <= surplus) return;
          surplus = own;
          best = e;
        });
      }
      return best === NONE ? [] : [{ tally, a, e: best, surplus }];
    });
  });
  // Blocks and their accounts are in order of id, and the sort is stable.
  return found.sort((x, y) => y.surplus - x.surplus);
}

function bestPlace(block: PlannedBlock, e: number, dayOf: (d: number) => ClearableDay): Exchange | null {
  const { problem, cheapest } = block;
  const places: { c: number; kind: number; worth: number; surplus: number }[] = [];
  eachPlace(problem, e, (c, kind) => {
    const worth = worthIn(block, e, c, kind);
    places.push({ c, kind, worth, surplus: worth - cheapest.cost[c]! });
  });
  places.sort((x, y) => y.surplus - x.surplus || x.c - y.c);
  let best: Exchange | null = null;
  for (const { c, kind, worth } of places.slice(0, PLACES)) {
    const below = best === null ? Number.POSITIVE_INFINITY : worth - best.gain;
    const clearing = cheapestClearing(block, e, c, dayOf(problem.places.classDay[c]!), below);
    if (clearing === null) continue;
    const { slot, leavers, lost } = clearing;
    best = { block, e, place: c, kind, slot, leavers, gain: worth - lost };
  }
  return best;
}

/** Makes an exchange; the answer takes it back. */
function make({ block, e, place, kind, slot, leavers }: Exchange): () => void {
  const { problem, timetable } = block;
  const { day, slot: slots, place: places, kind: kinds } = timetable;
  const back = leavers.map((other) => {
    const at = [day[other]!, slots[other]!, places[other]!, kinds[other]!] as const;
    return () => putAt(timetable, other, ...at);
  });
  for (const other of leavers) takeOut(timetable, other);
  putAt(timetable, e, problem.places.classDay[place]!, slot, place, kind);
  return () => {
    takeOut(timetable, e);
    for (const restore of back) restore();
  };
}
