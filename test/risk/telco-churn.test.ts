import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { areaUnderCurve, brierScore, expectedCalibrationError } from '../../core/risk/calibration.ts';
import { isHeldOut } from '../../core/risk/holdout.ts';
import { fitScorecard } from '../../core/risk/scorecard-fit.ts';
import { score } from '../../core/risk/scorecard-model.ts';

/** 7,043 customers of a fictional company (IBM sample, Apache-2.0), beside the repository and not part of it. */
const FILE = new URL('../../../shared/data/telco-churn/Telco-Customer-Churn.csv', import.meta.url);
const present = existsSync(FILE);
if (!present) console.log('telco-churn test skipped: ../shared/data/telco-churn is not beside this repository');

const FEATURES = [
  ...['Contract', 'DeviceProtection', 'InternetService', 'MonthlyCharges', 'MultipleLines', 'OnlineBackup'],
  ...['OnlineSecurity', 'PaperlessBilling', 'PaymentMethod', 'PhoneService', 'StreamingMovies', 'StreamingTV'],
  ...['TechSupport', 'TotalCharges', 'logTenure', 'tenure'],
];
const NUMBERS = new Set(['MonthlyCharges', 'TotalCharges', 'tenure']);

describe.skipIf(!present)('the scorecard on customers it was not fitted on', () => {
  it('refuses the four sensitive columns of the file', () => {
    const { rows, labels } = customers();
    const fit = fitScorecard({ rows, labels });
    expect(fit.outcome === 'refused' && fit.violations.map((violation) => violation.path)).toEqual([
      '/features/Dependents',
      '/features/Partner',
      '/features/SeniorCitizen',
      '/features/gender',
    ]);
  });

  it('reaches an AUC of 0.84 and a calibration error of at most 0.03 without them', () => {
    const { ids, rows, labels } = customers();
    const held = ids.map((id) => isHeldOut(id, 'scorecard', 1 / 3));
    const fit = fitScorecard({
      rows: rows.filter((_, i) => !held[i]),
      labels: labels.filter((_, i) => !held[i]),
      features: FEATURES,
      derived: [{ name: 'logTenure', op: 'log1p', of: 'tenure' }],
    });
    if (fit.outcome !== 'fitted') throw new Error(`expected a fit, received ${JSON.stringify(fit)}`);
    const forecast = {
      probabilities: rows.filter((_, i) => held[i]).map((row) => score(fit.model, row).probability),
      labels: labels.filter((_, i) => held[i]),
    };
    expect(forecast.labels.length).toBe(2_340);
    expect(areaUnderCurve(forecast)).toBeGreaterThanOrEqual(0.84);
    expect(expectedCalibrationError(forecast)).toBeLessThanOrEqual(0.03);
    expect(brierScore(forecast)).toBeLessThan(0.14);
  });
});

function customers() {
  const table = z
    .array(z.record(z.string(), z.string()))
    .parse(parse(readFileSync(FILE), { columns: true, bom: true }));
  return {
    ids: table.map((row) => row['customerID'] ?? ''),
    labels: table.map((row) => (row['Churn'] === 'Yes' ? 1 : 0)),
    rows: table.map(({ customerID: _, Churn: __, ...row }) =>
      Object.fromEntries(
        Object.entries(row).map(([name, text]) => [name, NUMBERS.has(name) ? numberOrNull(text) : text]),
      ),
    ),
  };
}

function numberOrNull(text: string): number | null {
  return text.trim() === '' ? null : Number(text);
}
