import type { Account, Engagement } from '../model/portfolio.ts';
import { boundOf } from './bound.ts';
import type { AuditContext } from './context.ts';
import { NO_FLOOR } from './coverage-floor.ts';
import { objectiveOf } from './objective.ts';
import { optionsOf, type PricedPlaces, pricedPlaces } from './option.ts';
import { MAX_MULTIPLIER } from './rep-prices.ts';

/** What the evidence says the plan's figures are. Each is computed once, when first asked for. */
export interface Figures {
  readonly objective: () => number;
  /** Null where a multiplier is absurd; see rule `certificate`. */
  readonly bound: () => bigint | null;
  /** The bound of all plans, below the coverage floor or not, whomever they serve, by the same prices; null: as `bound`. */
  readonly unfloored: () => bigint | null;
  /** Whether an engagement is pinned or has a feasible place. */
  readonly hasPlace: (account: Account, engagement: Engagement) => boolean;
}

export function figuresOf(context: AuditContext): Figures {
  const places = once((): PricedPlaces => pricedPlaces(context));
  return {
    objective: once(() => objectiveOf(context)),
    bound: once(() => (soundPrices(context) ? boundOf(context, places()) : null)),
    unfloored: once(() => (soundPrices(context) ? boundOf(context, places(), NO_FLOOR, 0) : null)),
    hasPlace: (account, engagement) => optionsOf(places(), account, engagement).length > 0,
  };
}

function soundPrices(context: AuditContext): boolean {
  for (const byDay of context.multipliers.values()) {
    for (const { perHour, perEngagement, slots } of byDay.values())
      if (perHour > MAX_MULTIPLIER || perEngagement > MAX_MULTIPLIER || slots.some((each) => each > MAX_MULTIPLIER))
        return false;
  }
  return (context.plan.certificate.coverage ?? []).every(({ bonus }) => Math.abs(bonus) <= MAX_MULTIPLIER);
}

function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | null = null;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}
