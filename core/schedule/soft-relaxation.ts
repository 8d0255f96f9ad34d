import { chooseForAccount } from './choose-for-account.ts';
import { findCheapest, type Prices } from './oracle.ts';
import { NONE } from './places.ts';
import { KINDS, OTHER, OWNER, TEAM } from './problem.ts';
import { limitsValue, pinnedSlack, type Relaxation, type Slack } from './relaxation.ts';
import { NEGLIGIBLE, SoftMinimum } from './soft-minimum.ts';
import { SoftStarts } from './soft-starts.ts';

/**
 * The relaxation with every choice softened: an engagement spreads over its options, an option over the reps it is open to,
 * a rep-day over its starts, each by e^(surplus / τ). Reps that are all alike then get equal shares, and the value is a smooth
 * convex function of the prices whose gradient is the slack. Accounts with several engagements still choose sharply.
 * τ in minor units. O(engagements · touch days + entries + starts of all classes).
 */
export class SoftRelaxation {
  readonly #relaxed: Relaxation;
  readonly #pinned: Slack;
  readonly #starts: SoftStarts;
  /** Engagements at each class. */
  readonly #held: Float64Array;
  /** Classes of a list, of a sub, and of the other subs of its list. */
  readonly #list: SoftMinimum;
  readonly #sub: SoftMinimum;
  readonly #rest: SoftMinimum;
  /** Surplus of the options of the engagement in hand, by touch day and kind. */
  readonly #surplus: Float64Array;

  constructor(relaxed: Relaxation) {
    const { places, days } = relaxed.problem;
    this.#relaxed = relaxed;
    this.#pinned = pinnedSlack(relaxed.problem);
    this.#starts = new SoftStarts(relaxed.problem);
    this.#held = new Float64Array(places.classCount);
    this.#list = new SoftMinimum(places.listCount);
    this.#sub = new SoftMinimum(places.subTeam.length);
    this.#rest = new SoftMinimum(places.subTeam.length);
    this.#surplus = new Float64Array(days.touchCount * KINDS);
  }

  /** The softened value at these prices; writes the slack. */
  value(prices: Prices, tau: number, out: Slack): number {
    const { problem, choices, cheapest, scratch, chosen, owed } = this.#relaxed;
    findCheapest(problem, prices, cheapest, 1);
    this.#starts.soften(cheapest, tau);
    this.#softenPlaces(tau);
    this.#held.fill(0);
    let total = limitsValue(problem, prices);
    for (let e = 0; e < problem.engagements.length; e++) if (choices.covered[e] === 0) total += this.#spread(e, tau);
    for (let m = 0; m < choices.accounts.length; m++) {
      total += chooseForAccount(problem, choices, cheapest, prices, 1, m, scratch, chosen, owed);
    }
    this.#holdChosen();
    this.#sendOn(tau);
    this.#starts.slack(this.#held, this.#pinned, cheapest, tau, out);
    return total;
  }

  #softenPlaces(tau: number): void {
    const { places } = this.#relaxed.problem;
    const list = this.#list;
    const sub = this.#sub;
    const rest = this.#rest;
    for (let l = 0; l < places.listCount; l++) {
      list.clear(l);
      for (let s = places.listSub[l]!; s < places.listSub[l + 1]!; s++) {
        sub.clear(s);
        for (let i = places.subEntry[s]!; i < places.subEntry[s + 1]!; i++)
          sub.add(s, this.#starts.cost[places.entryClass[i]!]!, tau);
        sub.settle(s, tau);
        list.merge(l, sub, s, tau);
      }
      list.settle(l, tau);
      for (let s = places.listSub[l]!; s < places.listSub[l + 1]!; s++) {
        rest.clear(s);
        for (let other = places.listSub[l]!; other < places.listSub[l + 1]!; other++)
          if (other !== s) rest.merge(s, sub, other, tau);
        rest.settle(s, tau);
      }
    }
  }

  /** Spreads an engagement over its options and over not being held; returns its softened surplus. */
  #spread(e: number, tau: number): number {
    const { problem, values, owed } = this.#relaxed;
    const touches = problem.days.touchCount;
    const without = -owed[problem.account[e]!]!;
    const surplus = this.#surplus;
    const keep = problem.keepClass[e]!;
    let kept = Number.NEGATIVE_INFINITY;
    if (keep !== NONE) {
      const t = problem.days.touch[problem.places.classDay[keep]!]!;
      const value = values.alone[(e * KINDS + problem.keepKind[e]!) * touches + t]!;
      kept = value + problem.policy.value.disruptionCost - this.#starts.cost[keep]!;
    }
    let best = Math.max(without, kept);
    for (let t = 0; t < touches; t++) {
      const first = this.#firstKind(e * touches + t);
      for (let kind = 0; kind < KINDS; kind++) {
        const value = values.alone[(e * KINDS + kind) * touches + t]!;
        const here = kind < first ? Number.NEGATIVE_INFINITY : value - this.#costOf(e * touches + t, kind, tau);
        surplus[t * KINDS + kind] = here;
        if (here > best) best = here;
      }
    }
    let weight = Math.exp((without - best) / tau) + Math.exp((kept - best) / tau);
    for (let i = 0; i < surplus.length; i++) {
      const under = (best - surplus[i]!) / tau;
      surplus[i] = under < NEGLIGIBLE ? Math.exp(-under) : 0;
      weight += surplus[i]!;
    }
    for (let i = 0; i < surplus.length; i++) {
      if (surplus[i] !== 0) this.#send(e * touches + Math.floor(i / KINDS), i % KINDS, surplus[i]! / weight, tau);
    }
    if (keep !== NONE) this.#held[keep] = this.#held[keep]! + Math.exp((kept - best) / tau) / weight;
    return best + tau * Math.log(weight);
  }

  #firstKind(at: number): number {
    const { lists, ownClass, teamSub } = this.#relaxed.problem;
    if (lists[at] === NONE) return KINDS;
    if (ownClass[at] !== NONE) return OWNER;
    return teamSub[at] === NONE ? OTHER : TEAM;
  }

  #costOf(at: number, kind: number, tau: number): number {
    const { lists, ownClass, teamSub } = this.#relaxed.problem;
    const own = ownClass[at]!;
    const sub = teamSub[at]!;
    if (kind === OWNER) return this.#starts.cost[own]!;
    if (kind === OTHER) return sub === NONE ? this.#list.cost[lists[at]!]! : this.#rest.cost[sub]!;
    return own === NONE ? this.#sub.cost[sub]! : this.#sub.costWithout(sub, this.#starts.cost[own]!, tau);
  }

  #send(at: number, kind: number, share: number, tau: number): void {
    const { lists, ownClass, teamSub } = this.#relaxed.problem;
    const own = ownClass[at]!;
    const sub = teamSub[at]!;
    if (kind === OWNER) this.#held[own] = this.#held[own]! + share;
    else if (kind === OTHER && sub === NONE) this.#list.send(lists[at]!, share);
    else if (kind === OTHER) this.#rest.send(sub, share);
    else if (own === NONE) this.#sub.send(sub, share);
    else this.#held[own] = this.#held[own]! - this.#sub.sendWithout(sub, this.#starts.cost[own]!, share, tau);
  }

  #holdChosen(): void {
    const { choices, chosen } = this.#relaxed;
    for (let e = 0; e < chosen.length; e++) {
      const c = chosen[e]!;
      if (choices.covered[e] === 1 && c !== NONE) this.#held[c] = this.#held[c]! + 1;
    }
  }

  /** From lists and subs on to their classes. */
  #sendOn(tau: number): void {
    const { places } = this.#relaxed.problem;
    for (let l = 0; l < places.listCount; l++) {
      const end = places.listSub[l + 1]!;
      for (let s = places.listSub[l]!; s < end; s++) {
        for (let i = places.subEntry[s]!; i < places.subEntry[s + 1]!; i++) {
          const c = places.entryClass[i]!;
          const cost = this.#starts.cost[c]!;
          let here = this.#list.received(l, cost, tau) + this.#sub.received(s, cost, tau);
          for (let other = places.listSub[l]!; other < end; other++)
            if (other !== s) here += this.#rest.received(other, cost, tau);
          this.#held[c] = this.#held[c]! + here;
        }
      }
    }
  }
}
