import { z } from 'zod';
import { Digest } from './ids.ts';

export const SuiteName = z.enum(['unit', 'integration', 'simulation', 'regression']);
export type SuiteName = z.infer<typeof SuiteName>;

/** Not enough evidence holds a promotion; it never passes one. */
export const SuiteVerdict = z.enum(['pass', 'fail', 'not-enough-evidence']);
export type SuiteVerdict = z.infer<typeof SuiteVerdict>;

/**
 * What a measure says for sure, by its interval: wholly on the better side of the stable policy, wholly on the worse, or not
 * known, which no difference at all is too. Within its tolerance (`pass`) is another question.
 */
export const SuiteEffect = z.enum(['better', 'worse', 'open']);
export type SuiteEffect = z.infer<typeof SuiteEffect>;

/** Of all measures together: `mixed` is better in some and worse in others, `no-difference` nothing for sure. */
export const OverallEffect = z.enum(['better', 'mixed', 'worse', 'no-difference']);
export type OverallEffect = z.infer<typeof OverallEffect>;

/** One thing a suite looked at: an invariant, a condition or a measure. */
export const SuiteCheck = z.strictObject({
  /** Stable name, such as `contact-cap` or `expected-loss`. */
  name: z.string(),
  verdict: SuiteVerdict,
  /** What was received, what is required, and where; for people. */
  text: z.string(),
  /** Of a measure that compares with the stable policy. */
  effect: SuiteEffect.optional(),
  numbers: z.record(z.string(), z.number()).default({}),
});
export type SuiteCheck = z.infer<typeof SuiteCheck>;

/** suite-result/1: what one suite says about a candidate policy. Evidence under its digest. */
export const SuiteResult = z
  .strictObject({
    contract: z.literal('suite-result/1'),
    suite: SuiteName,
    /** Policy on trial, and the stable one it is compared with; null where the suite compares nothing. */
    candidate: Digest,
    stable: Digest.nullable(),
    code: Digest,
    verdict: SuiteVerdict,
    /** Whether the candidate is better, where measures compare it: a candidate that passes may just be no worse. */
    effect: OverallEffect.optional(),
    checks: z.array(SuiteCheck),
    /** Simulated worlds, or recorded portfolios, behind it. */
    sample: z.int().min(0),
  })
  .meta({ id: 'suite-result', title: 'suite-result/1' });
export type SuiteResult = z.infer<typeof SuiteResult>;

/** One failure fails, one open question holds. No check at all is not evidence. */
export function overallVerdict(checks: readonly Pick<SuiteCheck, 'verdict'>[]): SuiteVerdict {
  if (checks.some(({ verdict }) => verdict === 'fail')) return 'fail';
  if (checks.length === 0 || checks.some(({ verdict }) => verdict === 'not-enough-evidence'))
    return 'not-enough-evidence';
  return 'pass';
}

/** Undefined: nothing was compared. */
export function overallEffect(checks: readonly Pick<SuiteCheck, 'effect'>[]): OverallEffect | undefined {
  const effects = checks.flatMap(({ effect }) => effect ?? []);
  if (effects.length === 0) return undefined;
  const [better, worse] = [effects.includes('better'), effects.includes('worse')];
  if (better && worse) return 'mixed';
  if (better) return 'better';
  return worse ? 'worse' : 'no-difference';
}
