import type { AccountRules } from './account-rules.ts';
import { type DayItems, dayItems, MOST_ITEMS } from './day-items.ts';
import { surchargeAt } from './load-surcharge.ts';
import type { Cheapest, Prices } from './oracle.ts';
import { NONE } from './places.ts';
import type { Pools } from './pools.ts';
import { KINDS, type Problem } from './problem.ts';
import type { Relaxation } from './relaxation.ts';
import { Beam, type DayLimits, solveDay } from './solve-day.ts';
import { putAt, type Timetable, takeOut } from './timetable.ts';

/** Items below their price by more than this share of it are not looked at. */
const SLACK = 0.5;

/** Mandatory over starved: the bonus of one over the bonus of the other; what one displaces is far below either. */
const STARVED = 8;

/** Everything a rep-day is re-solved with. */
export interface Workshop {
  readonly problem: Problem;
  readonly alone: Float64Array;
  readonly prices: Prices;
  readonly cheapest: Cheapest;
  readonly pools: Pools;
  readonly timetable: Timetable;
  readonly rules: AccountRules;
  readonly items: DayItems;
  readonly beam: Beam;
  readonly limits: readonly DayLimits[];
  /** Added to the weight of mandatory engagements: more than anything they can displace. */
  readonly mandatoryBonus: number;
  /** Of placed engagements that are their account's only one: what they bring where they are; of all: what they pay there. */
  readonly worth: Float64Array;
  readonly paid: Float64Array;
  /** Where engagements were before the last commit, to go back. */
  readonly undo: Move[];
}

interface Move {
  readonly e: number;
  readonly day: number;
  readonly slot: number;
  readonly place: number;
  readonly kind: number;
}

export function workshop(
  relaxed: Relaxation,
  prices: Prices,
  pools: Pools,
  timetable: Timetable,
  rules: AccountRules,
): Workshop {
  const { problem, values, cheapest } = relaxed;
  const { days } = problem;
  let slots = 1;
  for (let d = 0; d < days.count; d++) slots = Math.max(slots, days.slots[d]!);
  let highest = 1;
  for (const value of values.alone) highest = Math.max(highest, Math.abs(value));
  const shop: Workshop = {
    problem,
    alone: values.alone,
    prices,
    cheapest,
    pools,
    timetable,
    rules,
    items: dayItems(slots),
    beam: new Beam(problem.policy.search.beamWidth, slots),
    limits: Array.from({ length: days.count }, (_, d) => dayLimits(problem, prices, d)),
    mandatoryBonus: 100 * highest,
    worth: new Float64Array(problem.engagements.length),
    paid: new Float64Array(problem.engagements.length),
    undo: [],
  };
  for (let e = 0; e < timetable.day.length; e++) if (timetable.day[e] !== NONE) noteSeat(shop, e);
  return shop;
}

function dayLimits(problem: Problem, prices: Prices, d: number): DayLimits {
  const { days, slotMinutes, policy } = problem;
  const { breakAfter, breakMinutes, bufferMinutes } = policy.rep;
  let pinnedMinutes = 0;
  for (const { from, to } of days.fixed[d]!) pinnedMinutes += to - from;
  return {
    slots: days.slots[d]!,
    from: days.base[d]! * slotMinutes,
    slotMinutes,
    capMinutes: days.capMinutes[d]!,
    capCount: days.capCount[d]!,
    breakAfter,
    breakMinutes: breakMinutes > bufferMinutes ? breakMinutes : 0,
    fixed: days.fixed[d]!,
    pinnedMinutes,
    minutePrice: prices.minute[d]!,
    countPrice: prices.count[d]!,
  };
}

/**
 * Re-solves one rep-day, pulling engagements from elsewhere and letting others go, and takes the new day if it is better by
 * more than `least`. `optimism` (1 … 0) is how far an engagement let go, or space left behind, is trusted to find its price.
 * True if the day changed.
 */
export function improveDay(shop: Workshop, d: number, optimism: number, least: number): boolean {
  const { items, beam, problem, cheapest } = shop;
  const limits = shop.limits[d]!;
  if (limits.slots === 0) return false;
  const held = gather(shop, d, optimism);
  if (items.size === 0) return false;
  let before = 0;
  for (let i = 0; i < held; i++) before += items.weight[i]!;
  prepareStarts(shop, d);
  solveDay(items, limits, cheapest.sums, problem.days.offset[d]!, beam);
  if (!(beam.chosenValue > before + least)) return false;
  return commit(shop, d, held);
}

/** Items for the day: what it holds now first, then the best of its pool. Returns how many it holds. */
function gather(shop: Workshop, d: number, optimism: number): number {
  const { problem, pools, timetable, rules, items } = shop;
  items.size = 0;
  let held = 0;
  for (const e of timetable.of[d]!) {
    addItem(shop, d, e, timetable.place[e]!, timetable.kind[e]!, optimism);
    held++;
  }
  for (let i = pools.start[d]!; i < pools.start[d + 1]!; i++) {
    const e = pools.engagement[i]!;
    if (timetable.day[e] === d && timetable.place[e] === pools.place[i]) continue;
    if (rules.several[e] === 1) offerMember(shop, d, e, pools.place[i]!, pools.kind[i]!, optimism, held);
    else offerSingle(shop, d, i, optimism, held);
  }
  markBits(shop, problem, held);
  return held;
}

/** The only engagement of its account: all it takes is at hand. Same as weightOf. */
function offerSingle(shop: Workshop, d: number, i: number, optimism: number, held: number): void {
  const { pools, timetable, problem, worth, paid } = shop;
  const e = pools.engagement[i]!;
  const now = timetable.day[e]!;
  const hope = optimism * pools.hope[i]!;
  let weight: number;
  if (now === NONE || now === d) weight = pools.value[i]! - hope + bonusOf(shop, e);
  else weight = pools.value[i]! - Math.max(worth[e]! - optimism * paid[e]!, hope);
  if (now !== d && problem.urgency[e] === 0) {
    if (optimism === 0 ? weight <= 0 : weight < (1 - SLACK) * pools.cost[i]!) return;
  }
  offerItem(shop, d, e, pools.place[i]!, pools.kind[i]!, NONE, weight, optimism, held);
}

/** An engagement beside others of its account: with all of them, or, where the rules leave no start, in place of one. */
function offerMember(
  shop: Workshop,
  d: number,
  e: number,
  place: number,
  kind: number,
  optimism: number,
  held: number,
): void {
  const { rules, timetable } = shop;
  if (!rules.ready(e)) return;
  if (hasStart(shop, d, e, place)) {
    offerItem(shop, d, e, place, kind, NONE, weightOf(shop, d, e, place, kind, optimism), optimism, held);
    return;
  }
  let drop = NONE;
  let best = Number.NEGATIVE_INFINITY;
  for (const other of rules.replaceable(e)) {
    const leaves = worthAt(shop, other, timetable.place[other]!, timetable.kind[other]!);
    rules.ignore(other);
    if (hasStart(shop, d, e, place)) {
      // What leaves this very day is an item of its own, and its weight is lost with it.
      const lost = timetable.day[other] === d ? 0 : leaves - optimism * Math.min(leaves, shop.paid[other]!);
      const weight = weightOf(shop, d, e, place, kind, optimism) - lost;
      if (weight > best) {
        best = weight;
        drop = other;
      }
    }
    rules.ignore(NONE);
  }
  if (drop !== NONE && shop.problem.mandatory[drop] === 0)
    offerItem(shop, d, e, place, kind, drop, best, optimism, held);
}

function hasStart({ problem, rules, limits }: Workshop, d: number, e: number, place: number): boolean {
  const { classRange, rangeFirst, rangeLast } = problem.places;
  rules.readOthers(e);
  for (let r = classRange[place]!; r < classRange[place + 1]!; r++) {
    for (let s = rangeFirst[r]!; s <= rangeLast[r]!; s++) {
      if (rules.allows(e, limits[d]!.from + s * limits[d]!.slotMinutes)) return true;
    }
  }
  return false;
}

/** Puts an item in if it may pay; the least promising leaves when there are too many. */
function offerItem(
  shop: Workshop,
  d: number,
  e: number,
  place: number,
  kind: number,
  drop: number,
  weight: number,
  optimism: number,
  held: number,
): void {
  const { items, cheapest, problem } = shop;
  const cost = cheapest.cost[place]!;
  const hopeless = optimism === 0 ? weight <= 0 : weight < (1 - SLACK) * cost;
  if (hopeless && problem.urgency[e] === 0 && shop.timetable.day[e] !== d) return;
  let at = items.size;
  if (at === MOST_ITEMS) {
    at = held;
    for (let i = held + 1; i < items.size; i++) if (items.rank[i]! < items.rank[at]!) at = i;
    if (at >= items.size || items.rank[at]! >= weight - cost) return;
  } else items.size++;
  writeItem(shop, at, e, place, kind, drop, weight);
}

function addItem(shop: Workshop, d: number, e: number, place: number, kind: number, optimism: number): void {
  if (shop.items.size === MOST_ITEMS)
    throw new RangeError(`a rep-day holds more than ${MOST_ITEMS} meetings: rep-day ${d}`);
  writeItem(shop, shop.items.size++, e, place, kind, NONE, weightOf(shop, d, e, place, kind, optimism));
}

function writeItem(
  shop: Workshop,
  at: number,
  e: number,
  place: number,
  kind: number,
  drop: number,
  weight: number,
): void {
  const { items, problem, cheapest } = shop;
  items.engagement[at] = e;
  items.place[at] = place;
  items.kind[at] = kind;
  items.drop[at] = drop;
  items.weight[at] = weight;
  items.cover[at] = problem.places.classCover[place]!;
  items.minutes[at] = problem.places.classMinutes[place]!;
  // The weight has the surcharge off already.
  items.rank[at] = weight - cheapest.cost[place]! + surchargeAt(problem, place);
}

/** What an engagement brings here, less what it brings now or could bring elsewhere at current prices. */
function weightOf(shop: Workshop, d: number, e: number, place: number, kind: number, optimism: number): number {
  const { pools, timetable } = shop;
  const bonus = bonusOf(shop, e);
  const here = trusted(shop, e, place, kind, optimism);
  const best = pools.bestDay[e] === d ? pools.second[e]! : pools.best[e]!;
  const hope = optimism * Math.max(0, best);
  const now = timetable.day[e]!;
  if (now === NONE || now === d) return here + bonus + optimism * hopeOfFollowers(shop, e) - hope;
  const there = trusted(shop, e, timetable.place[e]!, timetable.kind[e]!, optimism);
  return here - Math.max(there - optimism * shop.paid[e]!, hope);
}

/** Mandatory work goes before all else, then the first meeting of an account that was passed over too often. */
function bonusOf({ problem, rules, mandatoryBonus }: Workshop, e: number): number {
  if (problem.urgency[e] === 0) return 0;
  if (problem.urgency[e] === 2) return mandatoryBonus;
  return rules.reachedOtherwise(e) ? 0 : mandatoryBonus / STARVED;
}

/** Worth in the plan as it stands, and, as far as prices are trusted, in the plan its account would then choose. */
function trusted(shop: Workshop, e: number, place: number, kind: number, optimism: number): number {
  const worth = worthAt(shop, e, place, kind);
  if (optimism === 0 || shop.rules.several[e] === 0) return worth;
  const { days, places, keepClass, policy } = shop.problem;
  const kept = (place === keepClass[e] ? policy.value.disruptionCost : 0) - surchargeAt(shop.problem, place);
  const t = days.touch[places.classDay[place]!]!;
  return worth + optimism * (kept + shop.pools.ahead[(e * KINDS + kind) * days.touchCount + t]! - worth);
}

/** Value of an engagement in a class, contact cost and kept place included. */
function worthAt({ problem, alone, rules }: Workshop, e: number, place: number, kind: number): number {
  const { days, places, keepClass, policy } = problem;
  const t = days.touch[places.classDay[place]!]!;
  const kept = (place === keepClass[e] ? policy.value.disruptionCost : 0) - surchargeAt(problem, place);
  return kept + (rules.several[e] === 1 ? rules.worth(e, t, kind) : alone[(e * KINDS + kind) * days.touchCount + t]!);
}

/** Engagements that wait for this one are a reason to place it. */
function hopeOfFollowers({ problem, pools, timetable }: Workshop, e: number): number {
  let hope = 0;
  for (const next of problem.after[e]!) if (timetable.day[next] === NONE) hope += Math.max(0, pools.best[next]!);
  return hope;
}

/** Notes what an engagement brings and pays where it has just been put. */
function noteSeat({ problem, prices, cheapest, timetable, alone, worth, paid }: Workshop, e: number): void {
  const { days, places, keepClass, policy } = problem;
  const d = timetable.day[e]!;
  const c = timetable.place[e]!;
  const from = days.offset[d]! + timetable.slot[e]!;
  const end = Math.min(from + places.classCover[c]!, days.offset[d + 1]!);
  const price = prices.minute[d]! * places.classMinutes[c]! + prices.count[d]!;
  paid[e] = cheapest.sums[end]! - cheapest.sums[from]! + price;
  const kept = (c === keepClass[e] ? policy.value.disruptionCost : 0) - surchargeAt(problem, c);
  worth[e] = kept + alone[(e * KINDS + timetable.kind[e]!) * days.touchCount + days.touch[d]!]!;
}

/**
 * Items of one account exclude each other, since its rules were asked about one at a time; except a newcomer and what is here
 * already and does not leave for it: that is checked again before the day is taken.
 */
function markBits({ items, rules }: Workshop, { account }: Problem, held: number): void {
  for (let i = 0; i < items.size; i++) {
    items.low[i] = i < 30 ? 1 << i : 0;
    items.high[i] = i < 30 ? 0 : 1 << (i - 30);
  }
  for (let i = 0; i < items.size; i++) {
    const e = items.engagement[i]!;
    for (let j = i + 1; j < items.size; j++) {
      const other = items.engagement[j]!;
      if (other !== e && !(rules.several[e] === 1 && account[other] === account[e])) continue;
      if (other !== e && i < held && items.drop[j] !== e) continue;
      items.low[i] = items.low[i]! | (j < 30 ? 1 << j : 0);
      items.high[i] = items.high[i]! | (j < 30 ? 0 : 1 << (j - 30));
      items.low[j] = items.low[j]! | (i < 30 ? 1 << i : 0);
      items.high[j] = items.high[j]! | (i < 30 ? 0 : 1 << (i - 30));
    }
  }
}

/** Fills `allowed` and `later` of every item. */
function prepareStarts(shop: Workshop, d: number): void {
  const { items } = shop;
  const limits = shop.limits[d]!;
  for (let i = 0; i < items.size; i++) {
    allowStarts(shop, d, i, limits);
    laterSurplus(shop, d, i, limits);
  }
}

function allowStarts({ problem, items, rules }: Workshop, d: number, i: number, limits: DayLimits): void {
  const { places, bufferMinutes, days } = problem;
  const e = items.engagement[i]!;
  const c = items.place[i]!;
  const base = i * items.slots;
  items.allowed.fill(0, base, base + limits.slots);
  const several = rules.several[e] === 1;
  if (several) {
    rules.ignore(items.drop[i]!);
    rules.readOthers(e);
    rules.ignore(NONE);
  }
  for (let r = places.classRange[c]!; r < places.classRange[c + 1]!; r++) {
    for (let s = places.rangeFirst[r]!; s <= places.rangeLast[r]!; s++) {
      if (several && !rules.allows(e, limits.from + s * limits.slotMinutes)) continue;
      items.allowed[base + s] = 1;
    }
  }
  for (const { from, to } of days.fixed[d]!) {
    // Free of the meeting: start + minutes + buffer ≤ from, or start ≥ to + buffer.
    const first = Math.floor((from - items.minutes[i]! - bufferMinutes - limits.from) / limits.slotMinutes) + 1;
    const end = Math.ceil((to + bufferMinutes - limits.from) / limits.slotMinutes);
    for (let s = Math.max(0, first); s < Math.min(end, limits.slots); s++) items.allowed[base + s] = 0;
  }
}

function laterSurplus({ items, cheapest, problem }: Workshop, d: number, i: number, limits: DayLimits): void {
  const width = limits.slots + 1;
  const offset = problem.days.offset[d]!;
  const fixedCost = limits.minutePrice * items.minutes[i]! + limits.countPrice;
  items.later[i * width + limits.slots] = 0;
  for (let s = limits.slots - 1; s >= 0; s--) {
    let best = items.later[i * width + s + 1]!;
    if (items.allowed[i * items.slots + s] === 1) {
      const end = Math.min(s + items.cover[i]!, limits.slots);
      const surplus = items.weight[i]! - fixedCost - (cheapest.sums[offset + end]! - cheapest.sums[offset + s]!);
      if (surplus > best) best = surplus;
    }
    items.later[i * width + s] = best;
  }
}

/**
 * What left the day leaves the plan, with all that must come after it; what came in leaves its old place. False, and nothing
 * done, if two engagements of one account turn out to be in each other's way.
 */
function commit(shop: Workshop, d: number, held: number): boolean {
  const { items, beam, timetable, rules, problem, undo } = shop;
  undo.length = 0;
  for (let i = 0; i < held; i++) if (!stays(shop, items.engagement[i]!)) letGo(shop, items.engagement[i]!);
  for (let k = 0; k < beam.chosenSize; k++) {
    const drop = items.drop[beam.chosen[k]!]!;
    if (drop !== NONE) letGo(shop, drop);
  }
  for (let k = 0; k < beam.chosenSize; k++) {
    const i = beam.chosen[k]!;
    const e = items.engagement[i]!;
    remember(shop, e);
    putAt(
      timetable,
      e,
      d,
      beam.chosenStart[k]!,
      keptOr(problem, e, d, beam.chosenStart[k]!, items.place[i]!),
      items.kind[i]!,
    );
    noteSeat(shop, e);
  }
  if (!crowded(shop, d)) return true;
  for (let i = undo.length - 1; i >= 0; i--) {
    const { e, day, slot, place, kind } = undo[i]!;
    if (day === NONE) takeOut(timetable, e);
    else {
      putAt(timetable, e, day, slot, place, kind);
      noteSeat(shop, e);
    }
  }
  rules.ignore(NONE);
  return false;
}

function stays({ items, beam }: Workshop, e: number): boolean {
  for (let k = 0; k < beam.chosenSize; k++) if (items.engagement[beam.chosen[k]!] === e) return true;
  return false;
}

function letGo(shop: Workshop, e: number): void {
  const { rules, timetable } = shop;
  if (rules.several[e] === 1) {
    for (const next of rules.dependants(e)) {
      remember(shop, next);
      takeOut(timetable, next);
    }
  }
  remember(shop, e);
  takeOut(timetable, e);
}

function remember({ timetable, undo }: Workshop, e: number): void {
  const { day, slot, place, kind } = timetable;
  undo.push({ e, day: day[e]!, slot: slot[e]!, place: place[e]!, kind: kind[e]! });
}

/** True if engagements of one account, at least two of them on rep-day d, break the account's rules. */
function crowded({ beam, items, problem, timetable, rules, limits }: Workshop, d: number): boolean {
  const { account, accountStart } = problem;
  for (let k = 0; k < beam.chosenSize; k++) {
    const e = items.engagement[beam.chosen[k]!]!;
    if (rules.several[e] === 0) continue;
    if (!rules.ready(e)) return true;
    const a = account[e]!;
    let beside = false;
    for (let other = accountStart[a]!; other < accountStart[a + 1]!; other++) {
      if (other !== e && timetable.day[other] === d) beside = true;
    }
    if (!beside) continue;
    rules.readOthers(e);
    if (!rules.allows(e, limits[d]!.from + timetable.slot[e]! * limits[d]!.slotMinutes)) return true;
  }
  return false;
}

/** A published start reached through the ordinary class counts as kept. */
function keptOr({ keepClass, places }: Problem, e: number, d: number, slot: number, place: number): number {
  const keep = keepClass[e]!;
  if (keep === NONE || places.classDay[keep] !== d) return place;
  return places.rangeFirst[places.classRange[keep]!] === slot ? keep : place;
}
