import { NONE } from './places.ts';
import { OTHER, OWNER, type Problem, TEAM } from './problem.ts';

/** Prices: per slot, per minute and per engagement of a rep-day. Any unit, as long as values are in the same. */
export interface Prices {
  readonly slot: Float64Array;
  readonly minute: Float64Array;
  readonly count: Float64Array;
}

export function noPrices(problem: Problem): Prices {
  const { days } = problem;
  return {
    slot: new Float64Array(days.offset[days.count]!),
    minute: new Float64Array(days.count),
    count: new Float64Array(days.count),
  };
}

/** The cheapest start of every class at current prices, and the cheapest classes of every sub and list. */
export interface Cheapest {
  readonly cost: Float64Array;
  readonly start: Int32Array;
  /** How many engagements take each class, while slack is counted. */
  readonly held: Int32Array;
  /** Running sums of slot prices. */
  readonly sums: Float64Array;
  readonly subBest: Int32Array;
  readonly subNext: Int32Array;
  readonly listBest: Int32Array;
  readonly listBestSub: Int32Array;
  readonly listNext: Int32Array;
  /** The least cost of all classes of a touch day and a length: `least[t · lengths + length]`. */
  readonly least: Float64Array;
  readonly lengths: number;
  /** Which length an engagement has, and where in `least` a class counts. */
  readonly length: Int32Array;
  readonly cell: Int32Array;
}

export function cheapestTable(problem: Problem): Cheapest {
  const { classCount, classDay, classMinutes, listCount, subTeam } = problem.places;
  const { days, minutes } = problem;
  const known = new Map([...new Set(minutes)].map((each, index) => [each, index]));
  return {
    cost: new Float64Array(classCount),
    start: new Int32Array(classCount),
    held: new Int32Array(classCount),
    sums: new Float64Array(problem.days.offset[problem.days.count]! + 1),
    subBest: new Int32Array(subTeam.length),
    subNext: new Int32Array(subTeam.length),
    listBest: new Int32Array(listCount),
    listBestSub: new Int32Array(listCount),
    listNext: new Int32Array(listCount),
    least: new Float64Array(days.touchCount * known.size),
    lengths: known.size,
    length: minutes.map((each) => known.get(each) ?? 0),
    cell: classDay.map((d, c) => days.touch[d]! * known.size + (known.get(classMinutes[c]!) ?? 0)),
  };
}

/** Load surcharges count `scale` times, as values do beside these prices. O(slots + starts of all classes + entries). */
export function findCheapest(problem: Problem, prices: Prices, table: Cheapest, scale = 1): void {
  runningSums(prices.slot, table.sums);
  cheapestStarts(problem, prices, table, scale);
  cheapestOfSubs(problem.places, table);
  cheapestOfLists(problem.places, table);
}

function runningSums(slot: Float64Array, sums: Float64Array): void {
  let sum = 0;
  for (let i = 0; i < slot.length; i++) {
    sum += slot[i]!;
    sums[i + 1] = sum;
  }
}

function cheapestStarts(
  { places, days, surcharge }: Problem,
  prices: Prices,
  { cost, start, sums, least, cell }: Cheapest,
  scale: number,
): void {
  const { classCount, classDay, classCover, classMinutes, classRange, rangeFirst, rangeLast } = places;
  least.fill(Number.POSITIVE_INFINITY);
  for (let c = 0; c < classCount; c++) {
    const d = classDay[c]!;
    const low = days.offset[d]!;
    const high = days.offset[d + 1]!;
    const cover = classCover[c]!;
    let best = Number.POSITIVE_INFINITY;
    let at = 0;
    for (let i = classRange[c]!; i < classRange[c + 1]!; i++) {
      const last = low + rangeLast[i]!;
      for (let s = low + rangeFirst[i]!; s <= last; s++) {
        const end = s + cover;
        const price = sums[end < high ? end : high]! - sums[s]!;
        if (price < best) {
          best = price;
          at = s;
        }
      }
    }
    const total = best + (prices.minute[d]! + scale * surcharge[d]!) * classMinutes[c]! + prices.count[d]!;
    cost[c] = total;
    start[c] = at - low;
    if (total < least[cell[c]!]!) least[cell[c]!] = total;
  }
}

function cheapestOfSubs(
  { subTeam, subEntry, entryClass }: Problem['places'],
  { cost, subBest, subNext }: Cheapest,
): void {
  for (let sub = 0; sub < subTeam.length; sub++) {
    let best = NONE;
    let next = NONE;
    let bestCost = Number.POSITIVE_INFINITY;
    let nextCost = Number.POSITIVE_INFINITY;
    for (let i = subEntry[sub]!; i < subEntry[sub + 1]!; i++) {
      const c = entryClass[i]!;
      const here = cost[c]!;
      if (here < bestCost) {
        next = best;
        nextCost = bestCost;
        best = c;
        bestCost = here;
      } else if (here < nextCost) {
        next = c;
        nextCost = here;
      }
    }
    subBest[sub] = best;
    subNext[sub] = next;
  }
}

function cheapestOfLists({ listCount, listSub }: Problem['places'], table: Cheapest): void {
  const { cost, subBest, listBest, listBestSub, listNext } = table;
  for (let list = 0; list < listCount; list++) {
    let best = NONE;
    let from = NONE;
    let next = NONE;
    let bestCost = Number.POSITIVE_INFINITY;
    let nextCost = Number.POSITIVE_INFINITY;
    for (let sub = listSub[list]!; sub < listSub[list + 1]!; sub++) {
      const c = subBest[sub]!;
      const here = cost[c]!;
      if (here < bestCost) {
        next = best;
        nextCost = bestCost;
        best = c;
        bestCost = here;
        from = sub;
      } else if (here < nextCost) {
        next = c;
        nextCost = here;
      }
    }
    listBest[list] = best;
    listBestSub[list] = from;
    listNext[list] = next;
  }
}

/** The cheapest class for an engagement on a touch day with a kind of rep, or NONE. `at` is e · touchCount + t. */
export function cheapestClass(problem: Problem, table: Cheapest, at: number, kind: number): number {
  if (kind === OWNER) return problem.ownClass[at]!;
  const sub = problem.teamSub[at]!;
  if (kind === TEAM) {
    if (sub === NONE) return NONE;
    const best = table.subBest[sub]!;
    return best === problem.ownClass[at] ? table.subNext[sub]! : best;
  }
  const list = problem.lists[at]!;
  if (list === NONE) return NONE;
  return table.listBestSub[list] === sub ? table.listNext[list]! : table.listBest[list]!;
}

/**
 * The best place of an engagement that is its account's only one: writes class (NONE: nothing pays) and surplus.
 * `least` is what the surplus must beat; −Infinity gives the best place even where it does not pay.
 */
export function choosePlace(
  problem: Problem,
  table: Cheapest,
  alone: Float64Array,
  scale: number,
  e: number,
  least: number,
  out: { readonly chosen: Int32Array; readonly surplus: Float64Array },
): void {
  const touches = problem.days.touchCount;
  const { cost, lengths } = table;
  const length = table.length[e]!;
  let best = least;
  let chosen = NONE;
  for (let t = 0; t < touches; t++) {
    const at = e * touches + t;
    if (problem.lists[at] === NONE) continue;
    // What would not pay at the cheapest place of the touch day pays at none: this saves most of the look-ups.
    const pays = best + table.least[t * lengths + length]!;
    for (
      let kind = problem.ownClass[at] === NONE && problem.teamSub[at] === NONE ? OTHER : OWNER;
      kind <= OTHER;
      kind++
    ) {
      if (scale * alone[(e * 3 + kind) * touches + t]! < pays) continue;
      const c = cheapestClass(problem, table, at, kind);
      if (c === NONE) continue;
      const surplus = scale * alone[(e * 3 + kind) * touches + t]! - cost[c]!;
      if (surplus > best) {
        best = surplus;
        chosen = c;
      }
    }
  }
  const keep = problem.keepClass[e]!;
  if (keep !== NONE) {
    const t = problem.days.touch[problem.places.classDay[keep]!]!;
    const bonus = problem.policy.value.disruptionCost;
    const surplus = scale * (alone[(e * 3 + problem.keepKind[e]!) * touches + t]! + bonus) - cost[keep]!;
    if (surplus >= best) {
      best = surplus;
      chosen = keep;
    }
  }
  out.chosen[e] = chosen;
  out.surplus[e] = best;
}
