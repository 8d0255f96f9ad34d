import { z } from 'zod';
import { Digest } from './ids.ts';
import { Currency } from './units.ts';

/** What the numbers of a measure count. `minor` is minor units of the scorecard's currency; shares lie in [0, 1]. */
export const MeasureUnit = z.enum(['minor', 'share', 'index', 'days', 'minutes', 'seconds']);
export type MeasureUnit = z.infer<typeof MeasureUnit>;

export const MeasureName = z.enum([
  'protected-value',
  'expected-loss',
  'tail-evar',
  'tail-cvar',
  'coverage',
  'coverage-parity',
  'time-to-first-touch',
  'load-balance',
  'highest-load',
  'contact-pressure',
  'no-show-rate',
  'calibration-error',
  'approval-latency',
  'rollback-time',
]);
export type MeasureName = z.infer<typeof MeasureName>;

/** One measure of a run. `value` and `baseline` are null until they can be measured. */
export const Measure = z.strictObject({
  name: MeasureName,
  title: z.string(),
  unit: MeasureUnit,
  value: z.number().nullable(),
  /** The same measure without this plan: what is published today, or nothing done. */
  baseline: z.number().nullable(),
  /** From the policy; null: the policy sets none. */
  target: z.strictObject({ bound: z.enum(['at-least', 'at-most']), value: z.number() }).nullable(),
  verdict: z.enum(['met', 'missed', 'no-target', 'not-measured']),
});
export type Measure = z.infer<typeof Measure>;

/** scorecard/1: the named measures of one run, always all of them, in this order. */
export const Scorecard = z
  .strictObject({
    contract: z.literal('scorecard/1'),
    portfolio: Digest,
    policy: Digest,
    currency: Currency,
    /** Level of the tail measures. */
    alpha: z.number(),
    /** Simulated futures behind `tail-cvar`. */
    scenarios: z.int(),
    measures: z.array(Measure),
  })
  .meta({ id: 'scorecard', title: 'scorecard/1' });
export type Scorecard = z.infer<typeof Scorecard>;
