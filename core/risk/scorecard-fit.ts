import type { DerivedFeature, ScorecardModel } from '../model/scorecard-model.ts';
import { pointer, shown, type Violation } from '../model/violation.ts';
import { logisticFit } from '../numeric/logistic-fit.ts';
import { sourcesOf, withDerived } from './derived-feature.ts';
import { encodeFeatures, type FeatureLayout, layOut } from './feature-layout.ts';
import type { FeatureRecord } from './feature-record.ts';
import { sensitiveFeature } from './sensitive-feature.ts';

export type ScorecardTraining = {
  /** One record per account, raw. */
  readonly rows: readonly FeatureRecord[];
  /** 1 where the account was lost, else 0; one per row. */
  readonly labels: ArrayLike<number>;
  /** Which raw and derived features to use; default: all that occur. */
  readonly features?: readonly string[];
  readonly derived?: readonly DerivedFeature[];
  /** Named exceptions from the refusal of sensitive features; kept in the model. */
  readonly allowSensitive?: readonly { readonly feature: string; readonly reason: string }[];
  /** Ridge penalty on standardised columns, > 0; default 1. */
  readonly l2?: number;
};

export type ScorecardFit =
  | { readonly outcome: 'fitted'; readonly model: ScorecardModel; readonly converged: boolean }
  | { readonly outcome: 'refused'; readonly violations: readonly Violation[] }
  | {
      readonly outcome: 'not-enough-evidence';
      readonly events: number;
      readonly nonEvents: number;
      readonly needed: number;
    };

/** Each outcome must have been seen this often: below it a fit is noise, and too little data means hold. */
const EVIDENCE_NEEDED = 20;

/**
 * Fits the scorecard: features standardised, categories one-hot in code-point order, unknown values as the mean plus a
 * "missing" column, ridge-penalised logistic regression by Newton's method. The same rows give the same model, to the bit.
 *
 * Refuses, naming every feature concerned, sensitive attributes (also as the source of a derived feature), mixtures of
 * text and numbers, and categories with so many levels that they identify accounts.
 */
export function fitScorecard(training: ScorecardTraining): ScorecardFit {
  const { rows, labels, derived = [], allowSensitive = [], l2 = 1 } = training;
  if (rows.length !== labels.length) {
    throw new RangeError(`a fit needs one label per row: received ${rows.length} rows and ${labels.length} labels`);
  }
  const extended = rows.map((row) => withDerived(row, derived));
  const names = training.features === undefined ? namesOf(extended) : [...new Set(training.features)].sort(byCodePoint);

  const allowed = new Set(allowSensitive.map((exception) => exception.feature));
  const sensitive = refuseSensitive(names, derived, allowed);
  if (sensitive.length > 0) return { outcome: 'refused', violations: sensitive };

  const events = Array.from(labels).filter((label) => label === 1).length;
  const nonEvents = rows.length - events;
  if (Math.min(events, nonEvents) < EVIDENCE_NEEDED) {
    return { outcome: 'not-enough-evidence', events, nonEvents, needed: EVIDENCE_NEEDED };
  }

  const layouts = names.map((name) => layOut(name, extended));
  const malformed = layouts.flatMap((layout) => (layout.kind === 'unusable' ? [layout.violation] : []));
  if (malformed.length > 0) return { outcome: 'refused', violations: malformed };

  const usable = layouts.filter((layout): layout is FeatureLayout => layout.kind !== 'unusable');
  const encoded = encodeFeatures(usable, extended);
  const fit = logisticFit({ columns: encoded.columns, values: encoded.values, labels: Uint8Array.from(labels) }, l2);
  const model: ScorecardModel = {
    contract: 'scorecard-model/1',
    fit: { rows: rows.length, events, l2 },
    intercept: fit.intercept,
    derived: [...derived],
    features: encoded.withWeights(fit.weights),
    sensitiveAllowed: allowSensitive.map((exception) => ({ ...exception })),
  };
  return { outcome: 'fitted', model, converged: fit.converged };
}

/** Every sensitive feature among those used and, transitively, among what they are derived from. */
function refuseSensitive(
  used: readonly string[],
  derived: readonly DerivedFeature[],
  allowed: ReadonlySet<string>,
): readonly Violation[] {
  const reached = new Set(used);
  // A derivation may only read earlier ones, so one backward pass reaches every source.
  for (const feature of derived.toReversed()) {
    if (reached.has(feature.name)) for (const source of sourcesOf(feature)) reached.add(source);
  }
  return [...reached].sort(byCodePoint).flatMap((name) => {
    const finding = allowed.has(name) ? undefined : sensitiveFeature(name);
    if (finding === undefined) return [];
    return {
      path: pointer(['features', name]),
      rule: 'sensitive-feature',
      received: shown(name),
      remedy: `leave "${name}" out: its name says ${finding.attribute} ("${finding.matched}"); if it means something else, rename it, else allow it by name with a reason`,
    };
  });
}

function namesOf(rows: readonly FeatureRecord[]): readonly string[] {
  const names = new Set<string>();
  for (const row of rows) for (const name of Object.keys(row)) names.add(name);
  return [...names].sort(byCodePoint);
}

function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
