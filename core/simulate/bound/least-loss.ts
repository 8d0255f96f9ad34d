import type { Policy } from '../../model/policy.ts';
import type { Scenario } from '../world/scenario.ts';
import { World } from '../world/world.ts';
import { Book } from './book.ts';
import { PriceSearch } from './price-search.ts';
import { Prices } from './prices.ts';

export interface LeastLoss {
  /** Cents: no policy is expected to lose less in this world. */
  readonly loss: number;
  /** Share of the rep-days' time the relaxed optimum uses, for the curious. */
  readonly used: number;
}

/**
 * What every policy that keeps the caps is expected to lose in a world at least: the Lagrangian bound of the weakly coupled
 * decision process (Hawkins 2003; Adelman & Mersereau 2008; for one price and arms alone Whittle 1988). The reps' time is
 * priced by rep, day and length, which takes the book apart into customers, each solved exactly; the bound is their cost
 * less the worth of all time at these prices, whatever the prices are. They are improved by `rounds` of a multiplicative
 * subgradient.
 *
 * Kept: both calendars and clocks, notice, skills, owners, one meeting a day, the gap between two contacts and the cap of a
 * week, contacts by others, who does not show up, two tries, at most two open conversations, due dates, the ceiling and the
 * buffer, chance unknown. Given away: the demand, the climate, absences and what others do are known beforehand; no cap of a
 * month, no fatigue, nobody late, nobody objects, no group or vulnerable customer is owed anything.
 */
export function leastLoss(scenario: Scenario, seed: number, days: number, policy: Policy, rounds = 16): LeastLoss {
  const world = new World(scenario, seed);
  const prices = new Prices(world, days, policy.rep.bufferMinutes);
  const search = new PriceSearch(world, days, prices);
  const book = new Book(world, days, policy);
  let best: LeastLoss = { loss: Number.NEGATIVE_INFINITY, used: 0 };
  for (let round = 0; ; round += 1) {
    const { cost, held } = book.solve(prices);
    const loss = cost - search.worthOfTime();
    if (loss > best.loss) best = { loss, used: search.shareUsed(held) };
    if (round === rounds) return best;
    search.improve(held, round);
  }
}
