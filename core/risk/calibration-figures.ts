import type { CalibrationFigures } from '../model/learning.ts';
import { brierScore, expectedCalibrationError, type Forecast, reliabilityCurve } from './calibration.ts';

/** How good a forecast was. The noise is Σ share of a bin · E|N(0, its standard error)|. */
export function calibrationFigures(forecast: Forecast): CalibrationFigures {
  const observations = forecast.labels.length;
  const curve = reliabilityCurve(forecast).map((point) => ({ ...point }));
  const noise = curve.reduce((sum, { forecast: chance, count }) => {
    return sum + (count / observations) * Math.sqrt((2 / Math.PI) * ((chance * (1 - chance)) / count));
  }, 0);
  return { observations, brier: brierScore(forecast), error: expectedCalibrationError(forecast), noise, curve };
}

/** Some chance of every row, against what happened. */
export function forecastOf<T extends { readonly lost: 0 | 1 }>(rows: readonly T[], of: (row: T) => number): Forecast {
  return { probabilities: rows.map(of), labels: rows.map(({ lost }) => lost) };
}
