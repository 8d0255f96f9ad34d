import { z } from 'zod';
import { Digest } from './ids.ts';

export const SuiteName = z.enum(['unit', 'integration', 'simulation', 'regression']);
export type SuiteName = z.infer<typeof SuiteName>;

/** Not enough evidence holds a promotion; it never passes one. */
export const SuiteVerdict = z.enum(['pass', 'fail', 'not-enough-evidence']);
export type SuiteVerdict = z.infer<typeof SuiteVerdict>;

/** One thing a suite looked at: an invariant, a condition or a measure. */
export const SuiteCheck = z.strictObject({
  /** Stable name, such as `contact-cap` or `expected-loss`. */
  name: z.string(),
  verdict: SuiteVerdict,
  /** What was received, what is required, and where; for people. */
  text: z.string(),
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
