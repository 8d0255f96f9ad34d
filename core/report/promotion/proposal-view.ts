import type { Digest } from '../../model/ids.ts';
import type { PartName, Proposal } from '../../model/promotion.ts';
import type { SuiteCheck, SuiteResult } from '../../model/suite.ts';
import { count } from '../amount.ts';

/** A proposal with what the suites found. */
export interface ProposalView {
  readonly proposal: Proposal;
  readonly digest: Digest;
  readonly results: readonly { readonly part: PartName; readonly result: SuiteResult }[];
}

/** A measure of the simulation as it is shown: its interval on the scale of its tolerance. */
export interface MeasuredCheck {
  readonly part: PartName;
  readonly check: SuiteCheck;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly tolerance: number;
}

/** Measures with an interval, those nearest to their tolerance first. */
export function measuredChecks({ results }: ProposalView): readonly MeasuredCheck[] {
  const all = results.flatMap(({ part, result }) =>
    result.checks.flatMap((check): MeasuredCheck[] => {
      const { mean, low, high, tolerance } = check.numbers;
      if (mean === undefined || low === undefined || high === undefined || tolerance === undefined) return [];
      return [{ part, check, mean, low, high, tolerance }];
    }),
  );
  const room = ({ high, tolerance }: MeasuredCheck) => (tolerance - high) / Math.max(1e-9, Math.abs(tolerance));
  return all.toSorted((a, b) => room(a) - room(b) || (a.check.name < b.check.name ? -1 : 1));
}

/** Who lives by a part, in words. */
export function partTitle(part: PartName): string {
  return part === '*' ? 'the default policy' : `the policy of ${part}`;
}

/** What an approver is asked. */
export function question({ parts, beside }: Proposal): string {
  // A new name is told apart: it decides nothing.
  const changed = parts.flatMap(({ changes }) => changes);
  const named = changed.filter(({ path }) => path !== '/name').length + beside.length;
  const values = named > 0 ? named : changed.length;
  return parts.length === 0
    ? `Change ${count(values, 'setting')} beside the policies?`
    : `Put a policy in force that changes ${count(values, 'value')}?`;
}
