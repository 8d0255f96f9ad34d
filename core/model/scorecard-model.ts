import { z } from 'zod';

const name = z.string().min(1).max(64);
const pair = z.tuple([name, name]);

/**
 * How to make a feature from others, as data, so that a model document carries everything needed to score raw records:
 *
 * - `log1p`: ln(1 + x), x > -1
 * - `hinge`: max(0, x - from), for a slope that changes at a point
 * - `product`, `ratio`: x·y and x / y of numbers or yes/no values; a ratio over 0 is not known
 * - `cross`: the pair of two categories as one, `x & y`
 * - `count`: how many of the features equal a value; with one feature, whether it does
 */
export const DerivedFeature = z.discriminatedUnion('op', [
  z.strictObject({ name, op: z.literal('log1p'), of: name }),
  z.strictObject({ name, op: z.literal('hinge'), of: name, from: z.number() }),
  z.strictObject({ name, op: z.literal('product'), of: pair }),
  z.strictObject({ name, op: z.literal('ratio'), of: pair }),
  z.strictObject({ name, op: z.literal('cross'), of: pair }),
  z.strictObject({ name, op: z.literal('count'), of: z.array(name).min(1), equals: z.union([z.string(), z.number()]) }),
]);
export type DerivedFeature = z.infer<typeof DerivedFeature>;

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
export const ScorecardModel = z.strictObject({
  contract: z.literal('scorecard-model/1'),
  /** What it was fitted on: rows, events among them, and the ridge penalty. */
  fit: z.strictObject({ rows: z.int(), events: z.int(), l2: z.number().positive() }),
  /** Log-odds of an account that is average in everything. */
  intercept: z.number(),
  derived: z.array(DerivedFeature),
  features: z.array(z.discriminatedUnion('kind', [numericFeature, categoryFeature])),
  /** Sensitive features let in by a named exception, with its reason, for the auditor. */
  sensitiveAllowed: z.array(z.strictObject({ feature: z.string(), reason: z.string().min(1) })),
});

export type ScorecardModel = z.infer<typeof ScorecardModel>;
export type ScorecardFeature = ScorecardModel['features'][number];
export type ScorecardColumn = z.infer<typeof column>;
