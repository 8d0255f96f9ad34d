import { z } from 'zod';
import { Digest } from './ids.ts';
import { Learned } from './learned.ts';
import { Outcome } from './outcome.ts';
import { Instant, Label } from './units.ts';

const Count = z.int().min(0);
const Estimate = z.strictObject({ value: z.number(), low: z.number(), high: z.number() });

/** An estimate of one kind; every interval holds the truth with a chance of 95 %. */
export const LearnedEstimate = Estimate.extend({ kind: Label, count: Count });
export type LearnedEstimate = z.infer<typeof LearnedEstimate>;

/** Forecasts against what happened. */
export const CalibrationFigures = z.strictObject({
  observations: Count,
  brier: z.number(),
  /** Expected calibration error, ten bins of equal mass. */
  error: z.number(),
  /** What that error would be on average, were every forecast right: so much is noise. */
  noise: z.number(),
  curve: z.array(z.strictObject({ forecast: z.number(), observed: z.number(), count: z.number() })),
});
export type CalibrationFigures = z.infer<typeof CalibrationFigures>;

export const DriftFigures = z.strictObject({
  verdict: z.enum(['none', 'drift', 'unknown']),
  observations: Count,
  evidence: z.number(),
  since: Instant.nullable(),
  direction: z.enum(['more', 'less']).nullable(),
});

/** Two outcomes that cannot both be true; the later one counts. */
export const Contradiction = z.strictObject({ counts: Outcome, overruled: Outcome });
export type Contradiction = z.infer<typeof Contradiction>;

/** learning/1: everything that outcomes say about forecasts, from which a candidate is made or not. */
export const LearningReport = z
  .strictObject({
    contract: z.literal('learning/1'),
    /** Learned corrections that were in force for all of this. */
    learned: Digest,
    /** Until when outcomes were taken in. */
    asOf: Instant,
    plans: Count,
    outcomes: z.strictObject({
      told: Count,
      /** About meetings and accounts that no published plan knows. */
      unmatched: Count,
      contradictions: Count,
      /** The first of them. */
      examples: z.array(Contradiction),
    }),
    /** Forecasts that count, and those that cannot yet: their time is not up, or nobody saw the account at its end. */
    forecasts: z.strictObject({ resolved: Count, open: Count, lostFromSight: Count }),
    /** Null: too few are resolved. */
    calibration: CalibrationFigures.nullable(),
    /** Best recalibration, with its error on accounts it was not fitted on, and how much Brier score it gains there. */
    recalibration: z
      .strictObject({ ...Learned.shape.loss.unwrap().shape, figures: CalibrationFigures, brierGain: Estimate })
      .nullable(),
    /** Chance to show up, beside the mean that was forecast. */
    shows: z.array(LearnedEstimate.extend({ forecast: z.number() })),
    /** Minutes held over minutes planned. */
    durations: z.array(LearnedEstimate),
    /** Share of the forecast effect that is real, from the accounts drawn by lot. */
    responsiveness: z.array(LearnedEstimate),
    drift: z.strictObject({ losses: DriftFigures, noShows: DriftFigures }),
    /** The last 28 days. */
    recentNoShows: z.strictObject({ meetings: Count, observed: z.number(), forecast: z.number() }),
  })
  .meta({ id: 'learning', title: 'learning/1' });
export type LearningReport = z.infer<typeof LearningReport>;

/** One correction a candidate would make, and why. */
export const CandidateChange = Estimate.extend({
  parameter: z.enum(['show', 'effect', 'minutes', 'loss-intercept', 'loss-slope']),
  /** Null: of all accounts. */
  kind: Label.nullable(),
  from: z.number(),
  to: z.number(),
  observations: Count,
});
export type CandidateChange = z.infer<typeof CandidateChange>;

/** candidate/1: a policy that differs from the one in force in `learning.learned` alone. Promotion decides on it. */
export const Candidate = z
  .strictObject({
    contract: z.literal('candidate/1'),
    /** The policy it was made from. */
    basedOn: Digest,
    learned: Learned,
    changes: z.array(CandidateChange),
    /** The learning/1 that says so. */
    evidence: Digest,
  })
  .meta({ id: 'candidate', title: 'candidate/1' });
export type Candidate = z.infer<typeof Candidate>;
