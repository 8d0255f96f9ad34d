import type { Digest } from '../../model/ids.ts';
import { overallEffect, overallVerdict, type SuiteCheck, type SuiteName, type SuiteResult } from '../../model/suite.ts';
import { digest } from '../../trace/digest.ts';

/** A suite's result and the digest it is evidence under. */
export interface SuiteEvidence {
  readonly result: SuiteResult;
  readonly digest: Digest;
}

/** What every suite is told. */
export interface Trial {
  readonly candidate: Digest;
  /** Null where nothing is compared. */
  readonly stable: Digest | null;
  readonly code: Digest;
}

export function suiteEvidence(
  suite: SuiteName,
  trial: Trial,
  checks: readonly SuiteCheck[],
  sample: number,
): SuiteEvidence {
  const { candidate, stable, code } = trial;
  const effect = overallEffect(checks);
  const result: SuiteResult = {
    ...{ contract: 'suite-result/1', suite, candidate, stable, code, verdict: overallVerdict(checks), sample },
    ...(effect === undefined ? {} : { effect }),
    checks: [...checks],
  };
  return { result, digest: digest('suite-result/1', result) };
}
