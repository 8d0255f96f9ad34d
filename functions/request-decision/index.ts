import { z } from 'zod';
import { Digest } from '../../core/model/ids.ts';
import { Autonomy, type Policy } from '../../core/model/policy.ts';
import { eligibleApprovers, quorumOf } from '../../core/policy/gate-approvers.ts';
import { now } from '../shared/clock.ts';
import { decisionMails } from '../shared/decision-mails.ts';
import { decisionTrace } from '../shared/decision-trace.ts';
import { evidenceStore } from '../shared/evidence-store.ts';
import { type Gate, gateAnswer, gateStore } from '../shared/gate-store.ts';
import { callbacks } from '../shared/mission.ts';
import { missionDocuments, PlannedInput } from '../shared/mission-documents.ts';
import { runStore } from '../shared/run-store.ts';
import { step } from '../shared/step.ts';
import { traceStore } from '../shared/trace-store.ts';

const evidence = evidenceStore();
const documents = missionDocuments(evidence);
const gates = gateStore();
const runs = runStore();
const write = decisionMails({ evidence, runs });
const answers = callbacks();
const record = decisionTrace({ evidence, traces: traceStore(), runs });

const Input = PlannedInput.extend({ autonomy: Autonomy, brief: Digest, token: z.string().min(1) });
type Input = z.infer<typeof Input>;

/** Opens the gate and asks every eligible approver once. Entered again, it takes the new token and asks nobody twice. */
export const handler = step({
  name: 'request-decision',
  input: Input,
  remembers: false,
  async run({ input }) {
    const { tenant, run, attempt, plan, token } = input;
    const record = await runs.get(tenant, run);
    if (record === undefined) throw new Error(`run ${run} has no record; its gate cannot open`);
    const policy = await documents.policy(tenant, input.policy);
    const approvers = eligibleApprovers(policy, record.author, record.askedBy);
    const quorum = quorumOf(input.autonomy) === 2 ? 2 : 1;
    if (approvers.length < quorum) throw new Error(`${quorum} approvers needed and ${approvers.length} eligible`);
    const gate = await gates.open(tenant, run, attempt, {
      plan,
      brief: input.brief,
      author: record.author,
      askedBy: record.askedBy ?? null,
      approvers: approvers.map(({ id }) => id),
      quorum,
      expiresAt: later(policy),
      token,
    });
    if (gate.state === 'decided') await answerAgain(input, gate);
    else {
      const asked = approvers.filter(({ id }) => gate.approvers.includes(id));
      for (const approver of asked) await write({ run: record, attempt, plan, gate, approver }, { why: 'decision' });
    }
    return {
      answer: { asked: approvers.length, quorum },
      decision: 'asked',
      reasons: [`${quorum} of ${approvers.length} approvers`],
      run: { status: 'waiting-for-decision', decideBy: gate.expiresAt },
    };
  },
});

/** The decision was taken before this state was entered: the callback was lost, or the execution was started again. */
async function answerAgain({ tenant, run, attempt, token }: Input, gate: Gate): Promise<void> {
  await record(tenant, run, attempt, gate);
  await answers.success(token, gateAnswer(gate));
  await gates.answered(tenant, run, attempt, token);
}

function later(policy: Policy): string {
  return new Date(Date.parse(now()) + policy.gate.expiresAfterMinutes * 60_000).toISOString();
}
