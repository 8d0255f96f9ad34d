import type { Loss } from '../../model/portfolio.ts';
import type { AccountTruth } from './population.ts';
import type { AccountState } from './state.ts';
import type { World } from './world.ts';

/** What the CRM believes of an account it knows nothing about. */
const BASE_RATE = 0.2;

/**
 * The chance of being lost by the end of the contract period, as the CRM sees it on a morning: the truth about the
 * remaining hazard, without the climate that nobody can foresee, thinned by the conversations held, and with the
 * scenario's errors on top. The shape is the one that is right at the middle of the remaining time as well.
 */
export function forecastLoss(world: World, truth: AccountTruth, account: AccountState, day: number): Loss {
  const { periodDays, shape } = truth;
  const elapsed = day - account.periodStart;
  const remaining = periodDays - elapsed;
  const share = (at: number) => cumulativeShare(at / periodDays, shape);
  const left = -Math.log1p(-truth.probability) * (1 - share(elapsed));
  const halfway = (share(elapsed + remaining / 2) - share(elapsed)) / Math.max(1e-12, 1 - share(elapsed));
  return {
    probability: believed(world, truth, account, account.averted * -Math.expm1(-left), day),
    withinDays: Math.max(1, remaining),
    shape: Math.min(10, Math.max(0.1, -Math.log2(Math.min(0.999, Math.max(0.001, halfway))))),
    source: 'crm',
  };
}

/** What the CRM believes a conversation averts. */
export function believedEffect(world: World, engagement: string, effect: number): number {
  const { noise } = world.scenario.forecast;
  if (noise === 0) return effect;
  return Math.min(0.95, effect * Math.exp(0.5 * noise * world.draws.normal(`forecast/${engagement}`)));
}

function believed(world: World, truth: AccountTruth, account: AccountState, probability: number, day: number): number {
  const { bias, noise, drift, missing, adversarial } = world.scenario.forecast;
  const kind = world.draws.at(`forecast/${truth.id}/kind`, 0);
  if (kind < missing) return BASE_RATE;
  const exact = bias === 0 && noise === 0 && drift === 0 && adversarial === 0;
  if (exact) return Math.min(0.999, probability);
  const base = logOdds(BASE_RATE);
  const turned = kind < missing + adversarial ? 2 * base - logOdds(probability) : logOdds(probability);
  const error = noise === 0 ? 0 : noise * world.draws.normal(`forecast/${truth.id}/error`, account.period);
  return Math.min(0.999, 1 / (1 + Math.exp(-(turned + bias + error + (drift * day) / 365))));
}

function logOdds(probability: number): number {
  const inside = Math.min(0.999, Math.max(0.001, probability));
  return Math.log(inside / (1 - inside));
}

/** u^k by exp and log, the same on every machine. */
export function cumulativeShare(u: number, k: number): number {
  if (u <= 0) return 0;
  return u >= 1 ? 1 : Math.exp(k * Math.log(u));
}
