import type { Account } from '../model/portfolio.ts';
import { certaintyEquivalent } from '../risk/certainty-equivalent.ts';
import { lossProbability, type Touch } from '../risk/loss-process.ts';
import { type Exposure, lowestLossProbability, marginalValueBound } from '../risk/protected-value.ts';
import { choiceRules } from './choice-rules.ts';
import type { AuditContext } from './context.ts';
import { lossProcess, rounded } from './objective.ts';
import { type Option, optionsOf, type PricedPlaces } from './option.ts';
import { capsOf } from './touches.ts';

/** Accounts with at most this many combinations of options are exact. */
export const EXACT_COMBINATIONS = 32_768;

/** A_a of core/README.md: the most an account can bring at these prices, in 1/60 minor units; `bonus` if it is covered. */
export function accountTerm(places: PricedPlaces, account: Account, bonus = 0): bigint {
  return largest(places, account, bonus, false) ?? 0n;
}

/** The same over the choices that leave the account a meeting, pinned ones counted; null: it has no such choice. */
export function servedTerm(places: PricedPlaces, account: Account, bonus = 0): bigint | null {
  return largest(places, account, bonus, true);
}

function largest(places: PricedPlaces, account: Account, bonus: number, served: boolean): bigint | null {
  const engagements = places.context.engagementsOfAccount.get(account.id) ?? [];
  const pinned: (readonly Option[])[] = [];
  const free: (readonly Option[])[] = [];
  for (const engagement of engagements) {
    const options = optionsOf(places, account, engagement);
    if (options.length > 0) (engagement.pinned === null ? free : pinned).push(options);
  }
  if (pinned.length === 0 && free.length === 0) return null;
  const combinations = free.reduce((product, options) => product * (options.length + 1), 1);
  const exposure = { stake: account.stake, process: lossProcess(account) };
  const overEstimate = overEstimates(places.context, exposure, [...pinned, ...free]);
  const most = mostTouches(places.context, account);
  const fixed = pinned.flat();
  return combinations <= EXACT_COMBINATIONS || engagements.length === 1
    ? exactTerm(places.context, account, fixed, free, most, overEstimate, 60 * bonus, served)
    : estimatedTerm(fixed, free, most, overEstimate, 60 * bonus, served);
}

type OverEstimate = (touch: Touch) => number;

/** ⌈ce(p_low + Δ) − ce(p_low)⌉ of a touch, minor units. */
function overEstimates(
  context: AuditContext,
  exposure: Exposure,
  choices: readonly (readonly Option[])[],
): OverEstimate {
  const touches = choices.map((options) => options.map(({ touch }) => touch));
  const lowest = lowestLossProbability(exposure.process, touches);
  return (touch) => marginalValueBound(context.plan.risk.theta, exposure, touch, lowest);
}

/** K_a: how many unpinned touches caps and gap leave room for. */
function mostTouches(context: AuditContext, account: Account): number {
  const days = context.portfolio.horizon.days + 2;
  const gap = context.policy.contact.minimumGapHours;
  const byGap = gap === 0 ? Number.POSITIVE_INFINITY : 1 + Math.floor((24 * days) / gap);
  return Math.min(byGap, ...capsOf(account, context).map((cap) => cap.touches * Math.ceil(days / cap.days)));
}

/** The bonus counts once: for what is pinned, else for the best choice of at least one engagement, if that pays at all. */
function estimatedTerm(
  pinned: readonly Option[],
  free: readonly (readonly Option[])[],
  most: number,
  overEstimate: OverEstimate,
  bonus: number,
  served: boolean,
): bigint | null {
  const surplus = ({ touch, cost }: Option): number => 60 * overEstimate(touch) - cost;
  const gains = free
    .map((options) => Math.max(...options.map(surplus)))
    .sort((a, b) => b - a)
    .slice(0, most);
  const positive = sum(gains.filter((gain) => gain > 0));
  if (pinned.length > 0) return sum([...pinned.map(surplus), bonus]) + positive;
  const [first] = gains;
  if (first === undefined) return null;
  const covered = (first > 0 ? positive : BigInt(first)) + BigInt(bonus);
  return covered > 0n || served ? covered : 0n;
}

/**
 * The best of all combinations, by branch and bound: a touch adds at most its over-estimate beside any others, so options
 * and branches that cannot make up for their cost are skipped. The slack of one minor unit covers rounding, so that nothing
 * that could win is. `served`: nothing at all is no choice, and no option is too dear then.
 */
function exactTerm(
  context: AuditContext,
  account: Account,
  pinned: readonly Option[],
  free: readonly (readonly Option[])[],
  most: number,
  overEstimate: OverEstimate,
  bonus: number,
  served: boolean,
): bigint | null {
  const { theta } = context.plan.risk;
  const exposure = { stake: account.stake, process: lossProcess(account) };
  const rules = choiceRules(context, account);
  const needed = new Set<string>(free.flatMap((options) => options.flatMap(({ engagement }) => engagement.after)));
  const before = certaintyEquivalent(theta, exposure.process.probability, exposure.stake);
  const worth = (touches: readonly Touch[]): number =>
    60 * rounded(before - certaintyEquivalent(theta, lossProbability(exposure.process, touches), exposure.stake));
  const ranked = free.flatMap((options): Ranked[] => {
    const useful = options
      .map((option) => ({ ...option, atMost: 60 * overEstimate(option.touch) + 60 - option.cost }))
      .filter(({ atMost, engagement }) => served || atMost + Math.max(0, bonus) > 0 || needed.has(engagement.id))
      .sort((a, b) => b.atMost - a.atMost);
    return useful[0] === undefined ? [] : [{ options: useful, atMost: useful[0].atMost }];
  });
  ranked.sort((a, b) => b.atMost - a.atMost);
  const rest = ranked.map((_, from) =>
    ranked.slice(from).reduce((total, { atMost }) => total + Math.max(0, atMost), 0),
  );
  // What is not counted into `value` before the first engagement, unless something is pinned.
  const ahead = (chosen: readonly Option[]): number =>
    chosen.length > 0 || pinned.length > 0 ? 0 : Math.max(0, bonus);

  const fixed = pinned.map(({ touch }) => touch);
  let best = Number.NEGATIVE_INFINITY;
  const extend = (from: number, chosen: readonly Option[], cost: number, left: number): void => {
    const covered = chosen.length > 0 || pinned.length > 0;
    const value = worth([...fixed, ...chosen.map(({ touch }) => touch)]) - cost + (covered ? bonus : 0);
    if (rules.inOrder(chosen) && (covered || !served)) best = Math.max(best, value);
    if (left === 0) return;
    // Which engagement is added next; those before it stay out. Hence each combination is met once.
    for (let next = from; next < ranked.length; next++) {
      if (value + ahead(chosen) + (rest[next] ?? 0) <= best) return;
      const others = rest[next + 1] ?? 0;
      for (const option of ranked[next]?.options ?? []) {
        if (value + ahead(chosen) + option.atMost + others <= best) break;
        const more = [...chosen, option];
        if (rules.apart(more)) extend(next + 1, more, cost + option.cost, left - 1);
      }
    }
  };
  extend(0, [], 0, most);
  return best === Number.NEGATIVE_INFINITY ? null : BigInt(best) - sum(pinned.map(({ cost }) => cost));
}

interface Ranked {
  readonly options: readonly (Option & { readonly atMost: number })[];
  readonly atMost: number;
}

/** Exact also where prices of pinned places are absurd. */
function sum(terms: readonly number[]): bigint {
  return terms.reduce((total, term) => total + BigInt(term), 0n);
}
