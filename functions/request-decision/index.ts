import { z } from 'zod';
import { Digest } from '../../core/model/ids.ts';
import { type Approver, Autonomy, type Policy } from '../../core/model/policy.ts';
import type { Run } from '../../core/model/run.ts';
import { eligibleApprovers, quorumOf } from '../../core/policy/gate-approvers.ts';
import { decisionMail } from '../../core/report/decision-mail.ts';
import { now } from '../shared/clock.ts';
import { environment } from '../shared/environment.ts';
import { evidenceStore } from '../shared/evidence-store.ts';
import { decisionInput } from '../shared/gate-brief.ts';
import { type Gate, gateAnswer, gateStore } from '../shared/gate-store.ts';
import { mailer } from '../shared/mailer.ts';
import { callbacks } from '../shared/mission.ts';
import { missionDocuments, PlannedInput } from '../shared/mission-documents.ts';
import { references } from '../shared/reference.ts';
import { runStore } from '../shared/run-store.ts';
import { step } from '../shared/step.ts';

const { PUBLIC_URL } = environment('PUBLIC_URL');
const evidence = evidenceStore();
const documents = missionDocuments(evidence);
const gates = gateStore();
const runs = runStore();
const links = references();
const mail = mailer();
const answers = callbacks();

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
    const approvers = eligibleApprovers(policy, record.author);
    const quorum = quorumOf(input.autonomy) === 2 ? 2 : 1;
    if (approvers.length < quorum) throw new Error(`${quorum} approvers needed and ${approvers.length} eligible`);
    const gate = await gates.open(tenant, run, attempt, {
      plan,
      brief: input.brief,
      author: record.author,
      approvers: approvers.map(({ id }) => id),
      quorum,
      expiresAt: later(policy),
      token,
    });
    if (gate.state === 'decided') await answerAgain(input, gate);
    else for (const approver of approvers) await ask(input, record, gate, approver);
    return {
      answer: { asked: approvers.length, quorum },
      decision: 'asked',
      reasons: [`${quorum} of ${approvers.length} approvers`],
      run: { status: 'waiting-for-decision' },
    };
  },
});

/** The decision was taken before this state was entered: the callback was lost, or the execution was started again. */
async function answerAgain({ tenant, run, attempt, token }: Input, gate: Gate): Promise<void> {
  await answers.success(token, gateAnswer(gate));
  await gates.answered(tenant, run, attempt, token);
}

async function ask(input: Input, record: Run, gate: Gate, approver: Approver): Promise<void> {
  const { tenant, run, attempt, plan } = input;
  if (!gate.approvers.includes(approver.id)) return;
  await runs.once(tenant, run, `mail/decision/${attempt}/${approver.id}`, async () => {
    const reference = { kind: 'decision' as const, tenant, run, gate: attempt, approver: approver.id, plan };
    const link = `${PUBLIC_URL}/v1/decisions/${await links.issue(reference, gate.expiresAt)}`;
    const shown = await decisionInput(evidence, record, gate, approver.id);
    await mail({ to: approver.email, ...decisionMail({ ...shown, link }) });
  });
}

function later(policy: Policy): string {
  return new Date(Date.parse(now()) + policy.gate.expiresAfterMinutes * 60_000).toISOString();
}
