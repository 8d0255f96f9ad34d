import { z } from 'zod';
import { Digest } from '../../../core/model/ids.ts';
import { Policy } from '../../../core/model/policy.ts';
import { Proposal } from '../../../core/model/promotion.ts';
import { decisionGate } from '../../../core/trace/decision-step.ts';
import { approvalFaults, decisionFault } from './decision-faults.ts';
import { documentOf } from './documents.ts';
import type { OpenedPromotion } from './open-export.ts';
import { lastEntry, stepOf } from './steps.ts';

const Asked = z.object({ proposal: Digest });
/** A promotion asks once. */
const GATE = 0;

/**
 * Every decision was taken by somebody who might, on the proposal that was asked about, as its document says; and nothing was
 * spread without the approvals its terms ask for.
 */
export function promotionDecisionFaults({ promotion, entries, documents }: OpenedPromotion): {
  readonly taken: number;
  readonly wrong: string[];
} {
  const asked = lastEntry(entries, 'request-promotion', GATE);
  const plan = documentOf(documents, 'step/1', asked?.input, Asked)?.proposal;
  const policy = documentOf(documents, 'policy/1', asked?.policy ?? undefined, Policy);
  const gate = { plan, policy, author: promotion.author, askedBy: undefined };
  const decisions = entries.filter(({ step }) => decisionGate(step) !== undefined);
  const spread = entries.filter((entry) => stepOf(entry).name === 'spread-policy' && entry.decision === 'deployed');
  const needed = documentOf(documents, 'proposal/1', plan, Proposal)?.terms.quorum ?? 1;
  return {
    taken: decisions.length,
    wrong: [
      ...decisions.flatMap((entry) => decisionFault({ entries, documents }, entry, gate)),
      ...spread.flatMap((entry) => approvalFaults({ entries, documents }, entry, { attempt: GATE, plan, needed })),
    ],
  };
}
