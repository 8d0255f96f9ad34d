import { PROMOTION_ENDED, type Promotion } from '../../core/model/promotion.ts';
import { gateCare } from '../../core/policy/gate-care.ts';
import { now } from '../shared/clock.ts';
import type { Configuration } from '../shared/configuration.ts';
import { decisionTrace } from '../shared/decision-trace.ts';
import type { EvidenceStore } from '../shared/evidence-store.ts';
import { gateAnswers } from '../shared/gate-answer.ts';
import type { Gate, GateStore, OpenGate } from '../shared/gate-store.ts';
import { promotionMails } from '../shared/promotion-mails.ts';
import { keepHead, type PromotionStore } from '../shared/promotion-store.ts';
import type { RunStore } from '../shared/run-store.ts';
import { traceStore } from '../shared/trace-store.ts';
import { careGiver } from './give-care.ts';

/** Looks after the gate of a candidate as after every other: heartbeat, lost mails of delegations, one reminder, lost answers, a stop. */
export function promotionGateCare(rooms: {
  readonly gates: GateStore;
  readonly runs: RunStore;
  readonly evidence: EvidenceStore;
  readonly config: Configuration;
  readonly promotions: PromotionStore;
}) {
  const { gates, runs, evidence, config, promotions } = rooms;
  const write = promotionMails({ evidence, runs, config });
  const record = decisionTrace({ evidence, traces: traceStore(), runs: { patch: keepHead(promotions) } });
  const give = careGiver(gateAnswers(gates, record));

  return async (place: OpenGate, gate: Gate, { status }: Promotion): Promise<void> => {
    const { tenant, run } = place;
    if (PROMOTION_ENDED.includes(status)) {
      await gates.close(tenant, run, place.attempt, 'closed');
      return gates.letGo(place);
    }
    const [{ value: flags }, { value: policy }] = await Promise.all([config.flags(), config.policyOf(tenant)]);
    const care = gateCare(gate, now(), { flags, runStopped: false, reminder: policy.gate });
    await give(place, gate, care, async (remind) => {
      const decided = new Set<string>(gate.decisions.map(({ approver }) => approver));
      const may = new Set<string>(policy.approvers.filter(({ mayDecide }) => mayDecide).map(({ id }) => id));
      for (const approver of gate.approvers.filter((id) => may.has(id) && !decided.has(id))) {
        const asked = { tenant, run, gate, approver };
        const by = gate.delegations.findLast(({ to }) => to === approver)?.from;
        if (by !== undefined) await write(asked, { why: 'handed-over', by });
        if (remind) await write(asked, { why: 'reminder' });
      }
    });
  };
}
