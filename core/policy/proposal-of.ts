import type { Digest } from '../model/ids.ts';
import type { Promotion, Proposal, SuiteOutcome } from '../model/promotion.ts';
import type { TrialRound } from '../model/promotion-round.ts';

/** What approvers decide on, made of a trial and what its suites found. */
export function proposalOf(
  { tenant, id, kind }: Pick<Promotion, 'tenant' | 'id' | 'kind'>,
  { baseline, parts, beside, terms }: TrialRound,
  suites: readonly SuiteOutcome[],
  code: Digest,
): Proposal {
  return {
    ...{ contract: 'proposal/1', tenant, promotion: id, kind, baseline, beside, terms, code },
    parts: parts.map(({ part, stable, candidate, changes }) => ({ part, stable, candidate, changes })),
    suites: [...suites],
  };
}
