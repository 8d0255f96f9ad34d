import type { Policy } from '../../core/model/policy.ts';
import { ENDED, type Run } from '../../core/model/run.ts';
import { gateCare } from '../../core/policy/gate-care.ts';
import { now } from '../shared/clock.ts';
import { configuration } from '../shared/configuration.ts';
import { decisionMails } from '../shared/decision-mails.ts';
import { decisionTrace } from '../shared/decision-trace.ts';
import { evidenceStore } from '../shared/evidence-store.ts';
import { gateAnswers } from '../shared/gate-answer.ts';
import { type Gate, gateStore, type OpenGate } from '../shared/gate-store.ts';
import { logger } from '../shared/log.ts';
import { promotionStore } from '../shared/promotion-store.ts';
import { runStore } from '../shared/run-store.ts';
import { traceStore } from '../shared/trace-store.ts';
import { errorName, Transient } from '../shared/transient.ts';
import { careGiver } from './give-care.ts';
import { promotionGateCare } from './promotion-gate.ts';

const gates = gateStore();
const runs = runStore();
const evidence = evidenceStore();
const config = configuration();
const write = decisionMails({ evidence, runs });
const promotions = promotionStore();
const careForPromotion = promotionGateCare({ gates, runs, evidence, config, promotions });
const give = careGiver(gateAnswers(gates, decisionTrace({ evidence, traces: traceStore(), runs })));

/**
 * Looks after every open gate, each minute: a heartbeat for the state that waits, one reminder to whoever has not decided,
 * the answer again where a callback was lost, the end where the stop flag is set or the run is to stop. One gate's trouble
 * does not keep the others from their turn.
 * @throws Transient after all gates were tried, where some could not be looked after
 */
export async function handler(): Promise<{ gates: number }> {
  const open = await gates.openGates();
  const failed: string[] = [];
  for (const place of open) {
    try {
      await lookAfter(place);
    } catch (error) {
      logger.error('gate not looked after', { tenant: place.tenant, run: place.run, error: errorName(error) });
      failed.push(place.run);
    }
  }
  if (failed.length > 0) throw new Transient(`${failed.length} of ${open.length} gates were not looked after`);
  return { gates: open.length };
}

async function lookAfter(place: OpenGate): Promise<void> {
  const { tenant, run: id, attempt } = place;
  const [gate, run] = await Promise.all([gates.get(tenant, id, attempt), runs.get(tenant, id)]);
  // Listed before it was opened, and the opener was killed: entered again, it lists the gate again.
  if (gate === undefined) return;
  if (run === undefined) {
    const promotion = await promotions.get(tenant, id);
    return promotion && careForPromotion(place, gate, promotion);
  }
  if (ENDED.includes(run.status)) {
    await gates.close(tenant, id, attempt, 'closed');
    return gates.letGo(place);
  }
  const [{ value: flags }, { value: policy }, mark] = await Promise.all([
    config.flags(),
    config.policyOf(tenant),
    runs.stopMark(tenant, id),
  ]);
  const care = gateCare(gate, now(), { flags, runStopped: mark !== undefined, reminder: policy.gate });
  logger.info('gate', { tenant, run: id, attempt, care });
  await give(place, gate, care, (remind) => mails(place, gate, run, policy, remind));
}

/** Mails of delegations that were lost, and the one reminder of everybody who may still decide. */
async function mails({ attempt }: OpenGate, gate: Gate, run: Run, policy: Policy, remind: boolean): Promise<void> {
  const decided = new Set<string>(gate.decisions.map(({ approver }) => approver));
  const waiting = policy.approvers.filter(
    ({ id, mayDecide }) => mayDecide && gate.approvers.includes(id) && !decided.has(id),
  );
  for (const approver of waiting) {
    const asked = { run, attempt, plan: gate.plan, gate, approver };
    const from = gate.delegations.findLast(({ to }) => to === approver.id)?.from;
    if (from !== undefined) await write(asked, { why: 'handed-over', by: from });
    if (remind) await write(asked, { why: 'reminder' });
  }
}
