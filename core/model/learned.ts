import { z } from 'zod';
import { Label } from './units.ts';

const Factor = z.number().min(0, 'use 0 to 10').max(10, 'use 0 to 10').default(1);

/** What was learned of one kind of conversation, as factors on what the portfolio says of it. */
export const LearnedKind = z.strictObject({
  /** On `show`; the product is at most 1. */
  show: Factor,
  /** On `effect`; the product is at most 1. */
  effect: Factor,
  /** On `minutes`; the product is rounded to whole 5 minutes. */
  minutes: Factor,
});
export type LearnedKind = z.infer<typeof LearnedKind>;

/** Corrections of the portfolio's numbers that outcomes have earned. Empty: numbers are taken as they come. */
export const Learned = z.strictObject({
  /** By kind of conversation. */
  kinds: z.record(Label, LearnedKind).default({}),
  /** Chance of loss p becomes logistic(intercept + slope · logit p). */
  loss: z
    .strictObject({
      intercept: z.number().min(-10, 'use -10 to 10').max(10, 'use -10 to 10').default(0),
      slope: z.number().min(0.1, 'use 0.1 to 10').max(10, 'use 0.1 to 10').default(1),
    })
    .prefault({}),
});
export type Learned = z.infer<typeof Learned>;
