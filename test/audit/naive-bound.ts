import type { AuditContext } from '../../core/audit/context.ts';
import type { DayMultipliers } from '../../core/model/plan.ts';
import type { Account, Engagement, Rep } from '../../core/model/portfolio.ts';
import { certaintyEquivalent } from '../../core/risk/certainty-equivalent.ts';
import { lossProbability, type Touch } from '../../core/risk/loss-process.ts';
import { objectedTo, placesFor, type World } from './tiny-world.ts';

/** The bound from the page, term by term, with no pruning, no shared arithmetic beyond the loss process. */
export function naiveBound(world: World, exactUpTo: number): bigint {
  const { context } = world;
  const { portfolio, policy, plan } = context;
  let sixty = -60 * policy.value.disruptionCost * context.commitments.size;
  const free = portfolio.engagements.filter(({ pinned }) => pinned === null);
  const divisor = free.map(({ minutes }) => minutes).reduce(greatestCommonDivisor, 0);
  for (const each of portfolio.reps) {
    for (const date of context.days) {
      const prices = plan.certificate.multipliers[each.id]?.[date] ?? { slots: [], perHour: 0, perEngagement: 0 };
      const pinned = portfolio.engagements.filter(
        (e) => !objectedTo(context, e) && e.pinned?.rep === each.id && e.pinned.start.startsWith(date),
      );
      const minutes = pinned.reduce((sum, e) => sum + e.minutes, 0);
      let cap = Math.max(minutes, Math.min(each.maxMinutesPerDay, context.repDay(each, date).availableMinutes));
      if (divisor > 0) cap -= (cap - minutes) % divisor;
      sixty += 60 * prices.slots.reduce((a, b) => a + b, 0) + prices.perHour * cap;
      sixty += 60 * prices.perEngagement * Math.max(each.maxEngagementsPerDay, pinned.length);
    }
  }
  // Tiny worlds have one account of each tier: bonuses bring their floored share at least, charges cost all of themselves.
  const eligible = portfolio.accounts.filter((each) => bonusOf(world, each) !== 0 && isEligible(world, each));
  const bonuses = eligible.map((each) => bonusOf(world, each));
  const brings = bonuses.reduce((sum, bonus) => sum + Math.max(0, bonus), 0);
  const costs = bonuses.reduce((sum, bonus) => sum + Math.max(0, -bonus), 0);
  sixty += Math.max(0, 60 * costs - Math.floor(60 * (policy.equity.floor - 1e-9) * brings));
  for (const each of portfolio.accounts) {
    if (!each.contact.objected) sixty += naiveTerm(world, each, exactUpTo, 60 * bonusOf(world, each));
  }
  const needs = portfolio.accounts.flatMap((each) => {
    if (each.contact.objected || each.passedOver < 3) return [];
    const bonus = 60 * bonusOf(world, each);
    const met = naiveTerm(world, each, exactUpTo, bonus, 1);
    return met === Number.NEGATIVE_INFINITY ? [] : [naiveTerm(world, each, exactUpTo, bonus) - met];
  });
  for (const need of needs.sort((a, b) => a - b).slice(0, plan.certificate.starvedServed ?? 0)) sixty -= need;
  return BigInt(Math.floor(sixty / 60));
}

function isEligible(world: World, of: Account): boolean {
  const { context } = world;
  if (of.contact.objected) return false;
  return context.portfolio.engagements.some((each) => each.account === of.id && placesFor(world, each).length > 0);
}

function bonusOf({ context }: World, of: Account): number {
  return context.plan.certificate.coverage?.find(({ value }) => value === of.groups['tier'])?.bonus ?? 0;
}

/** `least`: how many meetings the account has at least, pinned ones counted. */
function naiveTerm(world: World, of: Account, exactUpTo: number, bonus: number, least = 0): number {
  const { context } = world;
  const { policy } = context;
  const mine = context.portfolio.engagements.filter((each) => each.account === of.id);
  const loss = of.loss ?? { probability: 0, withinDays: 1, shape: 1 };
  const ce = (touches: readonly Touch[]) =>
    certaintyEquivalent(context.plan.risk.theta, lossProbability(loss, touches), of.stake);
  const options = mine.map((each) => {
    const pairs = new Map<string, NaiveOption>();
    for (const place of placesFor(world, each)) {
      const by = context.portfolio.reps.find(({ id }) => id === place[1]);
      if (by === undefined) throw new Error('no rep');
      const option = naiveOption(context, of, each, by, place[2]);
      const start = Date.parse(place[2]) / 60_000;
      const key = `${option.touch.day} ${option.share}`;
      const known = pairs.get(key) ?? { ...option, each, starts: [] };
      pairs.set(key, { ...known, cost: Math.min(known.cost, option.cost), starts: [...known.starts, start] });
    }
    return [...pairs.values()];
  });
  const days = context.portfolio.horizon.days + 2;
  const gap = policy.contact.minimumGapHours;
  const most = Math.min(
    ...policy.contact.caps.map((cap) => cap.touches * Math.ceil(days / cap.days)),
    gap === 0 ? 1e9 : 1 + Math.floor((24 * days) / gap),
  );
  const combinations = options.reduce((n, list) => (list[0]?.each.pinned ? n : n * (list.length + 1)), 1);
  if (combinations <= exactUpTo) {
    let best = Number.NEGATIVE_INFINITY;
    const extend = (index: number, chosen: readonly NaiveOption[]): void => {
      const list = options[index];
      if (list === undefined) {
        const free = chosen.filter((option) => option.each.pinned === null);
        if (free.length > most || chosen.length < least || !possible(context, mine, free)) return;
        const worth = ce([]) - ce(chosen.map(({ touch }) => touch));
        const cost = chosen.reduce((sum, option) => sum + option.cost, 0);
        const covered = chosen.length > 0 ? bonus : 0;
        best = Math.max(best, 60 * (worth < 0 ? 0 : Math.floor(worth + 0.5)) - cost + covered);
        return;
      }
      if (mine[index]?.pinned === null) extend(index + 1, chosen);
      for (const option of list) extend(index + 1, [...chosen, option]);
    };
    extend(0, []);
    return best;
  }
  const bests = options.flatMap((list) =>
    list.length === 0
      ? []
      : [
          {
            day: Math.min(...list.map(({ touch }) => touch.day)),
            averts: Math.max(...list.map(({ touch }) => touch.averts)),
          },
        ],
  );
  const low = lossProbability(loss, bests);
  const theta = context.plan.risk.theta;
  const surplus = options.map((list) =>
    list.map(({ touch, cost }) => {
      const drop = loss.probability - lossProbability(loss, [touch]);
      const worth =
        certaintyEquivalent(theta, Math.min(1, low + drop), of.stake) - certaintyEquivalent(theta, low, of.stake);
      return 60 * Math.ceil(worth) - cost;
    }),
  );
  const pinned = surplus.filter((_, i) => mine[i]?.pinned !== null).flat();
  const free = surplus
    .filter((list, i) => mine[i]?.pinned === null && list.length > 0)
    .map((list) => Math.max(...list))
    .sort((a, b) => b - a);
  // Every number of engagements there may be, the best first; none is worth nothing unless one is pinned.
  const counts = Array.from({ length: Math.min(most, free.length) + 1 }, (_, count) => free.slice(0, count));
  const add = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
  const enough = counts.filter((list) => list.length + pinned.length >= least);
  const values = enough.map((list) => add(list) + add(pinned) + (list.length + pinned.length > 0 ? bonus : 0));
  return Math.max(...values);
}

interface NaiveOption {
  readonly each: Engagement;
  readonly touch: Touch;
  readonly cost: number;
  readonly starts: readonly number[];
}

/** Whether some starts of the options could keep gaps, precedence, and the caps of windows that start at a standing touch. */
function possible(context: AuditContext, mine: readonly Engagement[], free: readonly NaiveOption[]): boolean {
  const { policy, portfolio } = context;
  const first = ({ starts }: NaiveOption) => Math.min(...starts);
  const last = ({ starts }: NaiveOption) => Math.max(...starts);
  const minute = (text: string) => Math.floor(Date.parse(text) / 60_000);
  for (const x of free) {
    for (const y of free)
      if (x !== y && Math.max(last(x) - first(y), last(y) - first(x)) < 60 * policy.contact.minimumGapHours)
        return false;
    for (const id of x.each.after) {
      const before = mine.find((each) => each.id === id);
      const option = free.find(({ each }) => each.id === id);
      const start = before?.pinned ? minute(before.pinned.start) : option === undefined ? null : first(option);
      if (before === undefined || start === null || start + before.minutes > last(x)) return false;
    }
  }
  const past = portfolio.ledger.filter((touch) => touch.account === mine[0]?.account).map(({ at }) => minute(at));
  const standing = [...past, ...mine.flatMap(({ pinned }) => (pinned ? [minute(pinned.start)] : []))];
  for (const { touches, days } of policy.contact.caps) {
    for (const z of standing) {
      const held = free.filter((x) => z <= first(x) && last(x) < z + days * 1440).length;
      if (held > 0 && held + standing.filter((at) => z <= at && at < z + days * 1440).length > touches) return false;
    }
  }
  return true;
}

function naiveOption(context: AuditContext, of: Account, each: Engagement, by: Rep, start: string) {
  const { policy, plan } = context;
  const from = Date.parse(start) / 60_000;
  const date = start.slice(0, 10);
  const prices: DayMultipliers | undefined = plan.certificate.multipliers[by.id]?.[date];
  // Both days lie in winter time: local midnight is 23:00 UTC, and slots are hours.
  const midnight = Date.parse(date) / 60_000 - 60;
  const end = from + each.minutes + (each.pinned === null ? policy.rep.bufferMinutes : 0);
  const covered = (prices?.slots ?? []).filter((_, k) => from <= midnight + 60 * k && midnight + 60 * k < end);
  const share =
    of.owner === undefined ? 1 : of.owner === by.id ? policy.value.affinity.owner : policy.value.affinity.other;
  const commitment = context.commitments.get(each.id);
  const kept = commitment?.rep === by.id && Date.parse(commitment.start) === Date.parse(start);
  const contact = policy.value.contactCost[each.channel] ?? 0;
  return {
    share,
    touch: { day: (Date.parse(date) - Date.parse('2026-11-22')) / 86_400_000, averts: each.show * each.effect * share },
    cost:
      60 * (contact - (kept ? policy.value.disruptionCost : 0)) +
      60 * covered.reduce((a, b) => a + b, 0) +
      // Held 900 of 1,000 minutes where the mean is 600: 0.5 above it, of which 0.1 are tolerated.
      (by.id === 'R-1' && by.history && each.pinned === null ? 60 * 80 * each.minutes : 0) +
      (prices?.perHour ?? 0) * each.minutes +
      60 * (prices?.perEngagement ?? 0),
  };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
