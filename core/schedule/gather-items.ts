import { type DayItems, MOST_ITEMS } from './day-items.ts';
import { surchargeAt } from './load-surcharge.ts';
import { NONE } from './places.ts';
import { bonusOf, hopeOf, owedTo, weightOf, worthAt } from './seat-weight.ts';
import type { Workshop } from './workshop.ts';

/** Items below their price by more than this share of it are not looked at. */
const SLACK = 0.5;

/** Items for the day: what it holds now first, then the best of its pool. Returns how many it holds. */
export function gatherItems(shop: Workshop, d: number, optimism: number): number {
  const { pools, timetable, rules, items } = shop;
  items.size = 0;
  items.bar = Number.NEGATIVE_INFINITY;
  let held = 0;
  for (const e of timetable.of[d]!) {
    addItem(shop, d, e, timetable.place[e]!, timetable.kind[e]!, optimism);
    held++;
  }
  if (held === MOST_ITEMS) return held;
  for (let i = pools.start[d]!; i < pools.start[d + 1]!; i++) {
    // Hope alone tells that most are too poor, from what lies side by side: half of the time of gathering.
    if (pools.plain[i] === 1 && pools.value[i]! - optimism * pools.hope[i]! - pools.cost[i]! <= items.bar) continue;
    const e = pools.engagement[i]!;
    if (timetable.day[e] === d && timetable.place[e] === pools.place[i]) continue;
    if (rules.several[e] === 1) offerMember(shop, d, i, optimism, held);
    else offerSingle(shop, d, i, optimism, held);
  }
  return held;
}

/** The only engagement of its account: all it takes is at hand. Same as weightOf. */
function offerSingle(shop: Workshop, d: number, i: number, optimism: number, held: number): void {
  const { pools, timetable, problem, worth, paid } = shop;
  const e = pools.engagement[i]!;
  const now = timetable.day[e]!;
  const owed = owedTo(shop, e);
  const hope = optimism * (owed === 0 ? pools.hope[i]! : hopeOf(shop, d, e));
  let weight: number;
  if (now === NONE || now === d) weight = pools.value[i]! - hope + bonusOf(shop, e);
  else weight = pools.value[i]! + owed - Math.max(worth[e]! + owed - optimism * paid[e]!, hope);
  if (now !== d && problem.urgency[e] === 0) {
    if (optimism === 0 ? weight <= 0 : weight < (1 - SLACK) * pools.cost[i]!) return;
  }
  offerItem(shop, d, e, pools.place[i]!, pools.kind[i]!, NONE, weight, optimism, held);
}

/** An engagement beside others of its account: with all of them, or, where the rules leave no start, in place of one. */
function offerMember(shop: Workshop, d: number, i: number, optimism: number, held: number): void {
  const { rules, timetable, pools } = shop;
  const e = pools.engagement[i]!;
  const place = pools.place[i]!;
  const kind = pools.kind[i]!;
  if (!rules.ready(e)) return;
  if (opens(shop, d, i)) {
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

/** Whether a candidate has a start beside the rest of its account; known while the account stands as it was. */
function opens(shop: Workshop, d: number, i: number): boolean {
  const { pools, timetable, opened, openedAt } = shop;
  const e = pools.engagement[i]!;
  const now = timetable.changes[timetable.account[e]!]! + 1;
  if (openedAt[i] !== now) {
    opened[i] = hasStart(shop, d, e, pools.place[i]!) ? 1 : 0;
    openedAt[i] = now;
  }
  return opened[i] === 1;
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
  const cost = cheapest.cost[place]! - surchargeAt(problem, place);
  const hopeless = optimism === 0 ? weight <= 0 : weight < (1 - SLACK) * cost;
  if (hopeless && problem.urgency[e] === 0 && shop.timetable.day[e] !== d) return;
  if (weight - cost <= items.bar) return;
  const at = items.size < MOST_ITEMS ? items.size++ : items.worst;
  writeItem(shop, at, e, place, kind, drop, weight);
  if (items.size === MOST_ITEMS) findWorst(items, held);
}

function findWorst(items: DayItems, held: number): void {
  let worst = held;
  for (let i = held + 1; i < items.size; i++) if (items.rank[i]! < items.rank[worst]!) worst = i;
  items.worst = worst;
  items.bar = items.rank[worst]!;
}

function addItem(shop: Workshop, d: number, e: number, place: number, kind: number, optimism: number): void {
  if (shop.items.size === MOST_ITEMS)
    throw new RangeError(`a rep-day holds more than ${MOST_ITEMS} meetings: rep-day ${d}`);
  const { rules, worth } = shop;
  // What brings weightOf of the only engagement of its account is at hand, as in offerSingle.
  const weight =
    rules.several[e] === 1
      ? weightOf(shop, d, e, place, kind, optimism)
      : worth[e]! + bonusOf(shop, e) - optimism * hopeOf(shop, d, e);
  writeItem(shop, shop.items.size++, e, place, kind, NONE, weight);
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

/**
 * Items of one account exclude each other, since its rules were asked about one at a time; except a newcomer and what is here
 * already and does not leave for it: that is checked again before the day is taken.
 */
export function markBits({ items, rules, problem }: Workshop, held: number): void {
  const { account } = problem;
  for (let i = 0; i < items.size; i++) {
    items.low[i] = i < 30 ? 1 << i : 0;
    items.high[i] = i < 30 ? 0 : 1 << (i - 30);
  }
  for (let k = 0; k < items.liveSize; k++) {
    const i = items.live[k]!;
    const e = items.engagement[i]!;
    for (let l = k + 1; l < items.liveSize; l++) {
      const j = items.live[l]!;
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
