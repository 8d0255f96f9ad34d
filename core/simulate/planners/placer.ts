import { capsOf } from '../../calendar/contact-cap.ts';
import { epochMinutes, instantOf, type Minute } from '../../calendar/minute.ts';
import { packs } from '../../calendar/packs.ts';
import { type RepDay, repDays } from '../../calendar/rep-days.ts';
import { touchBlocks } from '../../calendar/touch-blocks.ts';
import type { Policy } from '../../model/policy.ts';
import type { Account, Engagement, Portfolio, Rep } from '../../model/portfolio.ts';
import { unmetNeed } from '../../schedule/requirement-groups.ts';
import { StartWindowSource } from '../../schedule/start-windows.ts';
import type { Placement } from './planner.ts';

interface Slot {
  readonly from: Minute;
  readonly to: Minute;
}

/**
 * One meeting after another at its earliest feasible start: what a team does that keeps every hard rule and optimises
 * nothing. Precedence is not known here; the simulated world has none. O(reps · days · starts) a meeting.
 */
export class Placer {
  readonly #portfolio: Portfolio;
  readonly #policy: Policy;
  readonly #source: StartWindowSource;
  readonly #accounts: ReadonlyMap<string, Account>;
  readonly #days = new Map<string, readonly RepDay[]>();
  readonly #meetings = new Map<string, Slot[]>();
  readonly #touches = new Map<string, Minute[]>();
  readonly placements: Placement[] = [];

  /** Starts from what is pinned. */
  constructor(portfolio: Portfolio, policy: Policy) {
    this.#portfolio = portfolio;
    this.#policy = policy;
    this.#source = new StartWindowSource(portfolio, policy);
    this.#accounts = new Map(portfolio.accounts.map((account) => [account.id, account]));
    for (const rep of portfolio.reps) this.#days.set(rep.id, repDays(rep, portfolio.horizon));
    for (const { id, minutes, pinned } of portfolio.engagements) {
      if (pinned === null) continue;
      const from = epochMinutes(pinned.start);
      this.#meetingsOf(pinned.rep).push({ from, to: from + minutes });
      this.placements.push({ engagement: id, rep: pinned.rep, start: pinned.start });
    }
  }

  /** Whether the engagement has any feasible place while nothing but pinned meetings stands. */
  eligible(engagement: Engagement): boolean {
    return this.#portfolio.reps.some((rep) => this.#earliest(engagement, rep) !== null);
  }

  /** Exactly there, if it is feasible. */
  keep(engagement: Engagement, rep: Rep, start: Minute): boolean {
    if (this.#earliest(engagement, rep, start) !== start) return false;
    this.#put(engagement, rep, start);
    return true;
  }

  /** At the earliest start that any of the reps has; among equals with the first in the list. */
  place(engagement: Engagement, reps: readonly Rep[]): boolean {
    let best: { readonly rep: Rep; readonly start: Minute } | null = null;
    for (const rep of reps) {
      const start = this.#earliest(engagement, rep);
      if (start !== null && (best === null || start < best.start)) best = { rep, start };
    }
    if (best !== null) this.#put(engagement, best.rep, best.start);
    return best !== null;
  }

  #put(engagement: Engagement, rep: Rep, start: Minute): void {
    this.#meetingsOf(rep.id).push({ from: start, to: start + engagement.minutes });
    this.#touches.set(engagement.account, [...(this.#touches.get(engagement.account) ?? []), start]);
    this.placements.push({ engagement: engagement.id, rep: rep.id, start: instantOf(start) });
  }

  #meetingsOf(rep: string): Slot[] {
    const known = this.#meetings.get(rep) ?? [];
    this.#meetings.set(rep, known);
    return known;
  }

  /** The first feasible start, or of those not before `only`; null: none. */
  #earliest(engagement: Engagement, rep: Rep, only: Minute | null = null): Minute | null {
    const account = this.#accounts.get(engagement.account);
    if (account === undefined || engagement.pinned !== null || unmetNeed(engagement, rep) !== null) return null;
    const { windows, earliest, refused } = this.#source.of(account, engagement);
    if (refused !== null) return null;
    const touches = [...this.#source.standing(account), ...(this.#touches.get(account.id) ?? [])];
    const blocks = touchBlocks(touches, capsOf(account, this.#policy, packs), this.#policy.contact.minimumGapHours);
    const grid = this.#portfolio.horizon.slotMinutes;
    for (const day of this.#days.get(rep.id) ?? []) {
      const held = this.#meetingsOf(rep.id).filter(({ from }) => day.from <= from && from < day.to);
      if (!this.#roomFor(engagement.minutes, rep, day, held)) continue;
      for (const open of windows) {
        for (const free of day.free) {
          const low = Math.max(open.from, free.from, earliest, only ?? 0);
          const high = Math.min(open.to, free.to) - engagement.minutes;
          for (let start = Math.ceil(low / grid) * grid; start <= high; start += grid) {
            const blocked = blocks.find(({ from, to }) => from <= start && start < to);
            if (blocked === undefined && this.#fits(start, start + engagement.minutes, held)) return start;
            if (only !== null) return null;
          }
        }
      }
    }
    return null;
  }

  #roomFor(minutes: number, rep: Rep, day: RepDay, held: readonly Slot[]): boolean {
    const cap = Math.min(rep.maxMinutesPerDay, Math.floor(this.#policy.rep.loadCeiling * day.availableMinutes));
    const planned = held.reduce((sum, { from, to }) => sum + to - from, 0);
    return planned + minutes <= cap && held.length < rep.maxEngagementsPerDay;
  }

  /** Buffer to both sides, and no more meetings in a row than the rule allows. */
  #fits(from: Minute, to: Minute, held: readonly Slot[]): boolean {
    const { bufferMinutes, breakAfter, breakMinutes } = this.#policy.rep;
    if (held.some((other) => from < other.to + bufferMinutes && other.from < to + bufferMinutes)) return false;
    const inOrder = [...held, { from, to }].sort((a, b) => a.from - b.from);
    let row = 0;
    let last: Slot | undefined;
    for (const slot of inOrder) {
      row = last !== undefined && slot.from - last.to < breakMinutes ? row + 1 : 1;
      if (row > breakAfter) return false;
      last = slot;
    }
    return true;
  }
}
