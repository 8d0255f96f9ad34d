import type { PersonId } from '../../core/model/ids.ts';
import type { Approver } from '../../core/model/policy.ts';
import { PROMOTION_ENDED, type Promotion } from '../../core/model/promotion.ts';
import { delegates } from '../../core/policy/delegation.ts';
import type { DecisionProblem } from '../../core/report/decision-problem-page.ts';
import type { PromotionApprovalInput } from '../../core/report/promotion/approval.ts';
import { now } from '../shared/clock.ts';
import type { Configuration } from '../shared/configuration.ts';
import { decisionTrace } from '../shared/decision-trace.ts';
import type { EvidenceStore } from '../shared/evidence-store.ts';
import { gateAnswers } from '../shared/gate-answer.ts';
import { type Gate, type GateStore, refusal } from '../shared/gate-store.ts';
import { logger } from '../shared/log.ts';
import { proposalView } from '../shared/promotion-documents.ts';
import { keepHead, type PromotionStore } from '../shared/promotion-store.ts';
import { type DecisionReference, references } from '../shared/reference.ts';
import { traceStore } from '../shared/trace-store.ts';

/** What a link opens: a candidate this approver may decide on now, or why not. */
export type OpenedPromotion =
  | {
      readonly kind: 'open';
      readonly reference: DecisionReference;
      readonly input: PromotionApprovalInput & { readonly author: PersonId };
      /** Whom it can be handed over to, by the policy of now. */
      readonly delegates: readonly Approver[];
    }
  | {
      readonly kind: 'shut';
      readonly problem: DecisionProblem;
      /** There where the link is genuine: a decided gate may still owe the state machine its answer. */
      readonly place?: { readonly reference: DecisionReference; readonly gate: Gate };
    };

const UNKNOWN: OpenedPromotion = { kind: 'shut', problem: { kind: 'unknown' } };

/** The gate of a candidate, by its references: forged ones and those of former approvers look the same. */
export function promotionGate(stores: {
  readonly evidence: EvidenceStore;
  readonly gates: GateStore;
  readonly promotions: PromotionStore;
  readonly config: Configuration;
}) {
  const { evidence, gates, promotions, config } = stores;
  const parse = references();
  const record = decisionTrace({ evidence, traces: traceStore(), runs: { patch: keepHead(promotions) } });
  const answer = gateAnswers(gates, record);

  const open = async (text: string): Promise<OpenedPromotion> => {
    const parsed = await parse.decision(text);
    if (parsed.outcome === 'forged') return UNKNOWN;
    const { reference } = parsed;
    const { tenant, run, approver, plan } = reference;
    const [gate, promotion] = await Promise.all([gates.get(tenant, run, reference.gate), promotions.get(tenant, run)]);
    if (gate === undefined || promotion === undefined) return UNKNOWN;
    const place = { reference, gate };
    const { approvers } = (await config.policyOf(tenant)).value;
    if (!approvers.some(({ id, mayDecide }) => id === approver && mayDecide)) return UNKNOWN;
    const refused = refusal(gate, plan, { approver, at: now() });
    if (refused !== null) return { kind: 'shut', place, problem: problemOf(refused, gate, approver) };
    if (parsed.outcome === 'expired' || PROMOTION_ENDED.includes(promotion.status))
      return { kind: 'shut', place, problem: { kind: 'expired', expiredAt: gate.expiresAt } };
    const others = delegates({
      ...{ approvers, author: gate.author, askedBy: gate.askedBy, from: approver, asked: gate.approvers },
      decided: gate.decisions.map((one) => one.approver),
      handedOver: gate.delegations.map(({ from }) => from),
      quorum: gate.quorum,
    });
    const input = await inputOf(promotion, gate, reference);
    return {
      ...{ kind: 'open', reference, delegates: others },
      input: { ...input, delegates: others.map(({ id }) => id) },
    };
  };

  const inputOf = async ({ tenant, author }: Promotion, gate: Gate, { approver }: DecisionReference) => ({
    ...(await proposalView(evidence, tenant, gate.plan)),
    ...{ author, approver, expiresAt: gate.expiresAt, quorum: gate.quorum, action: '?' },
  });

  /** Puts decisions into the chain, and tells the waiting state what was decided, unless it knows. */
  const callBack = async ({ tenant, run, gate: attempt }: DecisionReference, gate: Gate): Promise<void> => {
    if (gate.state !== 'decided') return record(tenant, run, attempt, gate);
    if (gate.answered) return;
    if ((await answer({ tenant, run, attempt }, gate)) === 'gone')
      logger.warn('nobody waits for this decision', { tenant, run });
  };
  return { open, callBack, record };
}

/** What a refusal is to the person at the page. */
export function problemOf(
  refused: Exclude<ReturnType<typeof refusal>, null>,
  gate: Gate,
  approver: PersonId,
): DecisionProblem {
  const last = gate.decisions.at(-1);
  switch (refused) {
    case 'already-decided':
    case 'decided-by-you':
      return last === undefined
        ? { kind: 'stale' }
        : { kind: 'already-decided', verdict: gate.verdict ?? last.verdict, at: last.at };
    case 'other-plan':
      return { kind: 'stale' };
    case 'author':
      return { kind: 'own-run' };
    case 'expired':
    case 'closed':
      return { kind: 'expired', expiredAt: gate.expiresAt };
    case 'handed-over':
      return {
        kind: 'handed-over',
        to: gate.delegations.find(({ from }) => from === approver)?.to ?? 'another person',
      };
    case 'not-an-approver':
      return { kind: 'unknown' };
  }
}
