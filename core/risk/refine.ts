import type { Learned, LearnedKind } from '../model/learned.ts';
import type { CandidateChange, LearnedEstimate, LearningReport } from '../model/learning.ts';
import { compose } from './recalibration.ts';

/** Factors closer to 1 than this are not worth a promotion. */
const WORTHWHILE = 0.02;

export type Refinement =
  /** Nothing is both known well enough and worth a change. */
  | { readonly outcome: 'hold' }
  | { readonly outcome: 'candidate'; readonly learned: Learned; readonly changes: readonly CandidateChange[] };

/**
 * Corrections that the evidence asks for, on top of those in force. A kind's factor changes only with `minimum` observations
 * and an interval that leaves out "as forecast"; chances of loss only where the recalibration does better, for certain, on
 * accounts it was not fitted on. Otherwise things stay as they are: too little data means hold.
 */
export function refine(report: LearningReport, learned: Learned, minimum: number): Refinement {
  const changes = [
    ...report.shows.flatMap(({ forecast, ...each }) =>
      forecast > 0 ? kindChange('show', scaled(each, 1 / forecast), learned, minimum) : [],
    ),
    ...report.responsiveness.flatMap((each) => kindChange('effect', each, learned, minimum)),
    ...report.durations.flatMap((each) => kindChange('minutes', each, learned, minimum)),
  ];
  const loss = lossChanges(report, learned, minimum);
  if (changes.length === 0 && loss.changes.length === 0) return { outcome: 'hold' };
  const kinds = new Map<string, LearnedKind>(Object.entries(learned.kinds));
  for (const { parameter, kind, to } of changes) {
    if (kind !== null) kinds.set(kind, { ...(kinds.get(kind) ?? UNCHANGED), [parameter]: to });
  }
  const ordered = [...kinds].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    outcome: 'candidate',
    learned: { kinds: Object.fromEntries(ordered), loss: loss.to },
    changes: [...changes, ...loss.changes],
  };
}

const UNCHANGED: LearnedKind = { show: 1, effect: 1, minutes: 1 };

function kindChange(
  parameter: keyof LearnedKind,
  factor: LearnedEstimate,
  learned: Learned,
  minimum: number,
): CandidateChange[] {
  const { kind, count, value, low, high } = factor;
  const certain = low > 1 || high < 1;
  if (count < minimum || !certain || Math.abs(value - 1) < WORTHWHILE) return [];
  const from = (Object.hasOwn(learned.kinds, kind) ? learned.kinds[kind]?.[parameter] : undefined) ?? 1;
  const to = rounded(Math.min(10, Math.max(0, from * value)));
  return [{ parameter, kind, from, to, value, low, high, observations: count }];
}

function lossChanges({ calibration, recalibration }: LearningReport, { loss }: Learned, minimum: number) {
  const none = { changes: [], to: loss } as const;
  if (calibration === null || recalibration === null || calibration.observations < minimum) return none;
  if (recalibration.brierGain.low <= 0 || recalibration.figures.error >= calibration.error) return none;
  const composed = compose(recalibration, loss);
  const to = {
    intercept: rounded(Math.min(10, Math.max(-10, composed.intercept))),
    slope: rounded(Math.min(10, Math.max(0.1, composed.slope))),
  };
  const gain = recalibration.brierGain;
  const change = (parameter: 'loss-intercept' | 'loss-slope', from: number, next: number): CandidateChange => ({
    parameter,
    kind: null,
    from,
    to: next,
    ...gain,
    observations: calibration.observations,
  });
  return {
    changes: [change('loss-intercept', loss.intercept, to.intercept), change('loss-slope', loss.slope, to.slope)],
    to,
  };
}

function scaled(each: LearnedEstimate, factor: number): LearnedEstimate {
  return { ...each, value: each.value * factor, low: each.low * factor, high: each.high * factor };
}

/** Three digits: more would be a new candidate every night. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
