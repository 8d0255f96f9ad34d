import type { ScorecardColumn, ScorecardFeature, ScorecardModel } from '../model/scorecard-model.ts';
import { logistic } from '../numeric/logistic.ts';
import { subjectOf, withDerived } from './derived-feature.ts';
import { type FeatureRecord, knownValue } from './feature-record.ts';

/**
 * Why the score is what it is: the log-odds this feature adds (positive: more danger) against an account that is average
 * in it. The intercept and all contributions sum to the log-odds of the probability.
 *
 * `state`: `known`; `beyond` the range of the fit and held at its edge; `missing`; or `unseen`, a level or kind of value
 * the fit never saw, which counts as average.
 */
export type ScoreReason = {
  readonly feature: string;
  readonly value: number | string | null;
  readonly contribution: number;
  readonly state: 'known' | 'beyond' | 'missing' | 'unseen';
};

export type Score = { readonly probability: number; readonly reasons: readonly ScoreReason[] };

/**
 * Probability of the event and its reasons, strongest first (ties by feature name). Features derived from one raw feature
 * are one reason with it, with the raw value. Features the model does not use are ignored. O(features).
 */
export function score(model: ScorecardModel, record: FeatureRecord): Score {
  const extended = withDerived(record, model.derived);
  const bySubject = new Map<string, ScoreReason>();
  let logOdds = model.intercept;
  for (const feature of model.features) {
    const reason = reasonFor(feature, knownValue(extended, feature.name));
    logOdds += reason.contribution;
    const subject = subjectOf(feature.name, model.derived);
    bySubject.set(subject, joined(bySubject.get(subject), reason, subject, knownValue(extended, subject) ?? null));
  }
  return { probability: logistic(logOdds), reasons: [...bySubject.values()].sort(strongestFirst) };
}

/** The state of a joined reason is that of the raw feature, whose value it shows, where the model uses it itself. */
function joined(
  before: ScoreReason | undefined,
  reason: ScoreReason,
  subject: string,
  value: ScoreReason['value'],
): ScoreReason {
  const state = before === undefined || reason.feature === subject ? reason.state : before.state;
  return { feature: subject, value, contribution: (before?.contribution ?? 0) + reason.contribution, state };
}

function reasonFor(feature: ScorecardFeature, value: number | string | undefined): ScoreReason {
  const contribution = (of: number, state: ScoreReason['state']): ScoreReason => ({
    feature: feature.name,
    value: value ?? null,
    contribution: of,
    state,
  });
  const absent = indicator(feature.missing, false);
  if (value === undefined) return contribution(missingContribution(feature), 'missing');
  if (feature.kind === 'numeric') {
    if (typeof value !== 'number') return contribution(0, 'unseen');
    const held = Math.min(feature.high, Math.max(feature.low, value));
    return contribution(absent + columnContribution(feature, held), held === value ? 'known' : 'beyond');
  }
  const level = levelName(value);
  if (!feature.levels.some((candidate) => candidate.level === level)) return contribution(0, 'unseen');
  return contribution(absent + levelsContribution(feature.levels, level), 'known');
}

/** A missing number counts as the mean, a missing category as no level at all; both carry the missing column's weight. */
function missingContribution(feature: ScorecardFeature): number {
  if (feature.missing === null) return 0;
  const rest = feature.kind === 'numeric' ? 0 : levelsContribution(feature.levels, undefined);
  return indicator(feature.missing, true) + rest;
}

function levelsContribution(levels: readonly (ScorecardColumn & { level: string })[], level: string | undefined) {
  return levels.reduce((sum, candidate) => sum + indicator(candidate, candidate.level === level), 0);
}

function indicator(column: ScorecardColumn | null, on: boolean): number {
  return column === null ? 0 : columnContribution(column, on ? 1 : 0);
}

function columnContribution({ mean, scale, weight }: ScorecardColumn, value: number): number {
  return (weight * (value - mean)) / scale;
}

/** Categories are text; numbers met in a categorical feature are their text. */
function levelName(value: number | string): string {
  return String(value);
}

function strongestFirst(a: ScoreReason, b: ScoreReason): number {
  const byStrength = Math.abs(b.contribution) - Math.abs(a.contribution);
  if (byStrength !== 0) return byStrength;
  return a.feature < b.feature ? -1 : a.feature > b.feature ? 1 : 0;
}
