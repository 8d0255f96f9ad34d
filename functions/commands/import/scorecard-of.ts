import type { ImportMap } from '../../../core/model/import-map.ts';
import type { ScorecardModel } from '../../../core/model/scorecard-model.ts';
import {
  areaUnderCurve,
  brierScore,
  expectedCalibrationError,
  type ReliabilityPoint,
  reliabilityCurve,
} from '../../../core/risk/calibration.ts';
import { isHeldOut } from '../../../core/risk/holdout.ts';
import { fitScorecard } from '../../../core/risk/scorecard-fit.ts';
import { score } from '../../../core/risk/scorecard-model.ts';
import { InputError, violationsError } from '../input-error.ts';
import type { MappedRow } from './map-row.ts';

export interface FittedScorecard {
  readonly model: ScorecardModel;
  /** On rows that were not fitted on. */
  readonly quality: {
    readonly rows: number;
    readonly areaUnderCurve: number;
    readonly brier: number;
    readonly calibrationError: number;
    readonly reliability: readonly ReliabilityPoint[];
  };
}

/**
 * Fits the scorecard on the labelled rows that are not held out, and measures it on those that are.
 * @throws InputError where the fit is refused (sensitive or malformed features) or the evidence is too thin.
 */
export function scorecardOf(map: ImportMap, rows: readonly MappedRow[]): FittedScorecard | undefined {
  const { scorecard, features } = map;
  if (scorecard === undefined || features === undefined) return undefined;
  const { purpose, share } = scorecard.holdout;
  const labelled = rows.flatMap(({ account, label }) => (label === null ? [] : [{ account, label }]));
  const held = labelled.filter(({ account }) => isHeldOut(account.id, purpose, share));
  const fitted = labelled.filter(({ account }) => !isHeldOut(account.id, purpose, share));
  const fit = fitScorecard({
    rows: fitted.map(({ account }) => account.features ?? {}),
    labels: fitted.map(({ label }) => label),
    derived: features.derived,
    allowSensitive: scorecard.allowSensitive,
    l2: scorecard.l2,
  });
  if (fit.outcome === 'refused') throw violationsError('The features of the map', 'scorecard', fit.violations);
  if (fit.outcome === 'not-enough-evidence')
    throw new InputError(
      `scorecard.evidence: received ${fit.events} lost and ${fit.nonEvents} kept accounts to fit on; give at least ${fit.needed} of each, or map the loss of the CRM (account.loss)`,
    );
  if (held.length === 0)
    throw new InputError('scorecard.holdout: received no row to measure on; give more rows or a larger share');
  const forecast = {
    probabilities: held.map(({ account }) => score(fit.model, account.features ?? {}).probability),
    labels: held.map(({ label }) => label),
  };
  return {
    model: fit.model,
    quality: {
      rows: held.length,
      areaUnderCurve: areaUnderCurve(forecast),
      brier: brierScore(forecast),
      calibrationError: expectedCalibrationError(forecast),
      reliability: reliabilityCurve(forecast),
    },
  };
}
