import { z } from 'zod';
import { Digest } from '../../core/model/ids.ts';
import { eligibleApprovers } from '../../core/policy/gate-approvers.ts';
import { now } from '../shared/clock.ts';
import { configuration } from '../shared/configuration.ts';
import { decisionTrace } from '../shared/decision-trace.ts';
import { evidenceStore } from '../shared/evidence-store.ts';
import { gateAnswers } from '../shared/gate-answer.ts';
import { gateStore } from '../shared/gate-store.ts';
import { proposalView } from '../shared/promotion-documents.ts';
import { promotionMails } from '../shared/promotion-mails.ts';
import { promotionRecord } from '../shared/promotion-record.ts';
import { keepHead, promotionStore } from '../shared/promotion-store.ts';
import { runStore } from '../shared/run-store.ts';
import { StepInput, step } from '../shared/step.ts';
import { traceStore } from '../shared/trace-store.ts';

const evidence = evidenceStore();
const promotions = promotionStore();
const gates = gateStore();
const runs = runStore();
const config = configuration();
const write = promotionMails({ evidence, runs, config });
const answer = gateAnswers(
  gates,
  decisionTrace({ evidence, traces: traceStore(), runs: { patch: keepHead(promotions) } }),
);

/**
 * Opens the gate of a candidate and asks every eligible approver of the policy in force once. Entered again, it takes the new
 * token, asks nobody twice, and answers by itself what was decided before.
 */
export const handler = step({
  name: 'request-promotion',
  input: StepInput.extend({ proposal: Digest, token: z.string().min(1) }),
  remembers: false,
  obeysBudget: false,
  keep: keepHead(promotions),
  async run({ input: { tenant, run, proposal, token } }) {
    const { author } = await promotionRecord(promotions, tenant, run);
    const { value: policy } = await config.policyOf(tenant);
    const approvers = eligibleApprovers(policy, author);
    const { terms } = (await proposalView(evidence, tenant, proposal)).proposal;
    if (approvers.length < terms.quorum)
      throw new Error(`${terms.quorum} approvers needed and ${approvers.length} eligible`);
    const expiresAt = new Date(Date.parse(now()) + policy.gate.expiresAfterMinutes * 60_000).toISOString();
    const asked = approvers.map(({ id }) => id);
    const gate = await gates.open(tenant, run, 0, {
      ...{ plan: proposal, brief: proposal, author, approvers: asked, quorum: terms.quorum, expiresAt, token },
    });
    if (gate.state === 'decided') await answer({ tenant, run, attempt: 0 }, gate);
    else {
      for (const approver of gate.approvers) await write({ tenant, run, gate, approver }, { why: 'decision' });
      await promotions.patch(tenant, run, { status: 'waiting-for-decision' });
    }
    return {
      // Whose approvers these are: an export is checked against them.
      policy: await evidence.put(tenant, 'policy/1', policy),
      answer: { asked: asked.length, quorum: terms.quorum },
      decision: 'asked',
      reasons: [`${terms.quorum} of ${asked.length} approvers`],
    };
  },
});
