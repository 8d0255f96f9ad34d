import type { PromotionDecisionShown } from '../../core/model/decision-shown.ts';
import type { OpenedPromotion } from './promotion-gate.ts';

/** What the page of a candidate shows, as facts. */
export function promotionDecisionShown({
  reference: { plan, approver },
  input: { author, quorum, expiresAt, proposal, results },
  delegates,
}: Extract<OpenedPromotion, { kind: 'open' }>): PromotionDecisionShown {
  return {
    ...{ state: 'open', plan, author, approver, quorum, expiresAt, proposal },
    delegates: delegates.map(({ id }) => id),
    results: [...results],
  };
}
