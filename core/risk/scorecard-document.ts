import { z } from 'zod';
import { derivedFeatureSchema } from './derived-feature.ts';

/** One standardised column: its contribution to the log-odds is weight · (x - mean) / scale, with scale > 0. */
const column = z.strictObject({ mean: z.number(), scale: z.number().positive(), weight: z.number() });

const numericFeature = z.strictObject({
  kind: z.literal('numeric'),
  name: z.string().min(1),
  ...column.shape,
  /** Range seen in the fit; values beyond it are held at its edge, since the line is not known to go on. */
  low: z.number(),
  high: z.number(),
  /** The 0/1 column "value not known"; null where the fit never saw that. */
  missing: column.nullable(),
});

const categoryFeature = z.strictObject({
  kind: z.literal('category'),
  name: z.string().min(1),
  /** One 0/1 column per level, ascending by code point. */
  levels: z.array(z.strictObject({ level: z.string(), ...column.shape })),
  missing: column.nullable(),
});

/**
 * scorecard-model/1: everything needed to score a raw feature record, as plain JSON. Parse with this schema when a model
 * comes from outside the process.
 */
export const scorecardModelSchema = z.strictObject({
  contract: z.literal('scorecard-model/1'),
  /** What it was fitted on: rows, events among them, and the ridge penalty. */
  fit: z.strictObject({ rows: z.int(), events: z.int(), l2: z.number().positive() }),
  /** Log-odds of an account that is average in everything. */
  intercept: z.number(),
  derived: z.array(derivedFeatureSchema),
  features: z.array(z.discriminatedUnion('kind', [numericFeature, categoryFeature])),
  /** Sensitive features let in by a named exception, with its reason, for the auditor. */
  sensitiveAllowed: z.array(z.strictObject({ feature: z.string(), reason: z.string().min(1) })),
});

export type ScorecardModel = z.infer<typeof scorecardModelSchema>;
export type ScorecardFeature = ScorecardModel['features'][number];
export type ScorecardColumn = z.infer<typeof column>;
