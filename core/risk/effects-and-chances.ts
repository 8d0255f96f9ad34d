import type { LearningReport } from '../model/learning.ts';
import { calibrationFigures, forecastOf } from './calibration-figures.ts';
import type { KindEstimate } from './estimate.ts';
import { isHeldOut } from './holdout.ts';
import { lossProbability } from './loss-process.ts';
import { fitRecalibration, type Recalibration, recalibrated } from './recalibration.ts';
import type { ResolvedForecast } from './resolve-forecasts.ts';
import { responsiveness } from './responsiveness.ts';

const Z = 1.959963984540054;
/** No correction. */
export const SAME: Recalibration = { intercept: 0, slope: 1 };
/** Chances and effects are estimated in turn; each round takes most of what is left of the other's error away. */
const ROUNDS = 3;

/**
 * A loss that was forecast too high makes what was averted look smaller than it was, and effects that are not real make the
 * forecast look too low: so each is estimated with the other corrected, where that correction is certain.
 */
export function effectsAndChances(resolved: readonly ResolvedForecast[]) {
  let effects = effectsOf(resolved, SAME);
  let found = recalibrate(resolved, effects);
  for (let round = 1; round < ROUNDS; round++) {
    effects = effectsOf(resolved, found.brierGain.low > 0 ? found : SAME);
    found = recalibrate(resolved, effects);
  }
  return { effects, recalibration: found };
}

/** Effects by kind, with chances corrected by `map`. */
export function effectsOf(resolved: readonly ResolvedForecast[], map: Recalibration): KindEstimate[] {
  return responsiveness(
    resolved.flatMap(({ arm, kind, touches, lost, ...process }) => {
      if (arm === null || kind === null) return [];
      const probability = recalibrated(map, process.probability);
      const drop = probability - lossProbability({ ...process, probability }, touches);
      return [{ kind, heldOut: arm === 'reserved', forecast: probability, lost, drop }];
    }),
  );
}

/** Fitted on one half of the accounts and judged on the other, both ways; what is stated is fitted on all. */
function recalibrate(
  resolved: readonly ResolvedForecast[],
  effects: readonly KindEstimate[],
): NonNullable<LearningReport['recalibration']> {
  const real = new Map(effects.filter(({ low, high }) => low > 1 || high < 1).map(({ kind, value }) => [kind, value]));
  const rows = resolved.map((row) => {
    const touches = row.touches.map((touch) => {
      const averts = Math.min(1, Math.max(0, touch.averts * (real.get(touch.kind) ?? 1)));
      return { ...touch, averts };
    });
    const left = row.probability === 0 ? 1 : lossProbability(row, touches) / row.probability;
    return { ...row, touches, left, fold: isHeldOut(row.account, 'recalibration', 0.5) };
  });
  const fits = [true, false].map((fold) => ({ fold, map: fitRecalibration(rows.filter((row) => row.fold !== fold)) }));
  const mapOf = (fold: boolean): Recalibration => fits.find((fit) => fit.fold === fold)?.map ?? SAME;
  const judged = rows.map((row) => {
    const probability = recalibrated(mapOf(row.fold), row.probability);
    return { ...row, corrected: lossProbability({ ...row, probability }, row.touches) };
  });
  const gains = judged.map(({ expected, corrected, lost }) => (expected - lost) ** 2 - (corrected - lost) ** 2);
  const value = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
  const spread = gains.reduce((sum, gain) => sum + (gain - value) ** 2, 0) / Math.max(1, gains.length - 1);
  const error = Z * Math.sqrt(spread / gains.length);
  return {
    ...fitRecalibration(rows),
    figures: calibrationFigures(forecastOf(judged, ({ corrected }) => corrected)),
    brierGain: { value, low: value - error, high: value + error },
  };
}
