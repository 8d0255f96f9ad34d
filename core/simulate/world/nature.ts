import type { Touch } from '../../model/portfolio.ts';
import { cumulativeShare } from './forecast.ts';
import type { AccountState, OpenEngagement } from './state.ts';
import { newcomer, type World } from './world.ts';

/** Days a place of the book stays empty after a loss. */
const VACANT_DAYS = 20;
/** How much a contact by somebody else tires. */
const EXTERNAL_FATIGUE = 0.4;

export interface Night {
  readonly accounts: readonly AccountState[];
  /** Stakes lost today, cents. */
  readonly lost: number;
  /** Σ stake × the day's true chance of loss: the same in the mean, with far less noise (Doob's compensator). */
  readonly expected: number;
}

/** A day's danger for everybody, fatigue that wears off, contracts that end and begin. Weekends included. */
export function night(world: World, accounts: readonly AccountState[], day: number): Night {
  let lost = 0;
  let expected = 0;
  const { fatigue } = world.scenario;
  const fading = Math.exp(-Math.LN2 / fatigue.halfLife);
  const next = accounts.map((account, slot): AccountState => {
    if (account.lostOn !== null) {
      if (day < account.lostOn + VACANT_DAYS) return account;
      const generation = account.generation + 1;
      return newcomer(world.account(slot, generation).id, generation, day + 1);
    }
    const truth = world.account(slot, account.generation);
    const rested = { ...account, fatigue: account.fatigue * fading };
    if (!account.saved) {
      const age = day - account.periodStart;
      const share =
        cumulativeShare((age + 1) / truth.periodDays, truth.shape) -
        cumulativeShare(age / truth.periodDays, truth.shape);
      const excess = Math.max(0, account.fatigue - fatigue.tolerance);
      const danger = -Math.log1p(-truth.probability) * share * world.climate(slot, day) * (1 + fatigue.hazard * excess);
      expected += truth.stake * -Math.expm1(-danger);
      rested.hazard += danger;
      const threshold = -Math.log(1 - world.draws.at(`loss/${truth.id}`, account.period));
      if (rested.hazard >= threshold) {
        lost += truth.stake;
        return { ...rested, lostOn: day };
      }
    }
    if (day + 1 < account.periodStart + truth.periodDays) return rested;
    return { ...rested, period: account.period + 1, periodStart: day + 1, hazard: 0, saved: false, averted: 1 };
  });
  return { accounts: next, lost, expected };
}

/** Whether somebody else contacts whoever sits in a place on the evening of a day, unless they objected. */
export function contactedByOthers(world: World, slot: number, day: number): boolean {
  return world.draws.at(`external/${slot}`, day) < world.scenario.external;
}

/** Contacts by others this evening, which the next morning's ledger shows. */
export function externalContacts(world: World, accounts: readonly AccountState[], day: number) {
  const touches: Touch[] = [];
  const touched = accounts.map((account, slot): AccountState => {
    if (account.lostOn !== null || account.objected) return account;
    if (!contactedByOthers(world, slot, day)) return account;
    touches.push({ account: account.id, at: `${world.date(day)}T19:00:00Z`, channel: 'email' });
    return { ...account, fatigue: account.fatigue + EXTERNAL_FATIGUE };
  });
  return { accounts: touched, touches };
}

/** What is asked for on a working day, by customers who are there and have not objected; at most two open at a time. */
export function newDemand(
  world: World,
  accounts: readonly AccountState[],
  open: readonly OpenEngagement[],
  day: number,
): readonly OpenEngagement[] {
  const counts = new Map<number, number>();
  for (const { slot } of open) counts.set(slot, (counts.get(slot) ?? 0) + 1);
  return accounts.flatMap(({ lostOn, objected }, slot) => {
    if (lostOn !== null || objected || (counts.get(slot) ?? 0) >= 2) return [];
    const truth = world.demand(slot, day);
    if (truth === null) return [];
    const fresh = { attempts: 0, mandatory: false, gated: false, planned: false, eligible: false };
    return [{ id: truth.id, slot, askedOn: day, ...fresh }];
  });
}
