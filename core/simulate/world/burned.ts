import type { WorldState } from './state.ts';
import type { World } from './world.ts';

const YEAR = 365;
/** Share of a customer's yearly danger that conversations usually avert, where they are still possible. */
const AVERTED_BY_TALKING = 0.4;

/**
 * What today's objections and fatigue add to the expected loss of the coming year, cents: a customer who no longer wants
 * to be talked to keeps the whole danger, a tired one has more of it until the fatigue wears off. This is what a policy
 * burns that gains today by contacts without measure. Customers lost are not counted here but as losses.
 */
export function burned(world: World, state: WorldState): number {
  const { fatigue } = world.scenario;
  let total = 0;
  state.accounts.forEach((account, slot) => {
    if (account.lostOn !== null) return;
    const truth = world.account(slot, account.generation);
    const excess = Math.max(0, account.fatigue - fatigue.tolerance);
    const tiredDays = (excess * fatigue.halfLife) / Math.LN2;
    const yearly = (days: number) => -Math.expm1((Math.log1p(-truth.probability) * days) / truth.periodDays);
    const fresh = yearly(YEAR) * (1 - AVERTED_BY_TALKING);
    const now = yearly(YEAR + fatigue.hazard * tiredDays) * (account.objected ? 1 : 1 - AVERTED_BY_TALKING);
    total += truth.stake * (now - fresh);
  });
  return total;
}

/** Mean fatigue of the customers, contacts. */
export function meanFatigue(state: WorldState): number {
  const there = state.accounts.filter(({ lostOn }) => lostOn === null);
  return there.reduce((sum, { fatigue }) => sum + fatigue, 0) / Math.max(1, there.length);
}
