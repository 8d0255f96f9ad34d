import { z } from 'zod';
import type { Digest } from '../../core/model/ids.ts';
import type { Incident } from '../../core/model/incident.ts';
import type { Run } from '../../core/model/run.ts';
import type { TraceEntry } from '../../core/model/trace.ts';
import { type IncidentCause, incidentCause } from '../../core/policy/incident-cause.ts';
import { incidentFollowUps } from '../../core/policy/incident-follow-ups.ts';
import { incidentMail } from '../../core/report/incident-mail.ts';
import { now } from '../shared/clock.ts';
import { configuration } from '../shared/configuration.ts';
import { configurationControl } from '../shared/configuration-control.ts';
import { decisionTrace } from '../shared/decision-trace.ts';
import { environment } from '../shared/environment.ts';
import { evidenceStore } from '../shared/evidence-store.ts';
import { gateStore } from '../shared/gate-store.ts';
import { mailer } from '../shared/mailer.ts';
import { MissionState } from '../shared/mission-state.ts';
import { outboxQueue } from '../shared/outbox.ts';
import { overseers } from '../shared/oversight.ts';
import { endedEvent } from '../shared/publication.ts';
import { rollbackStore } from '../shared/rollback-store.ts';
import { runStore } from '../shared/run-store.ts';
import { StepInput, step } from '../shared/step.ts';
import { traceStore } from '../shared/trace-store.ts';

const { PUBLIC_URL } = environment('PUBLIC_URL');
const evidence = evidenceStore();
const runs = runStore();
const traces = traceStore();
const gates = gateStore();
const config = configuration();
const control = configurationControl();
const mail = mailer();
const queue = outboxQueue();
const rollbacks = rollbackStore();
const recordDecisions = decisionTrace({ evidence, traces, runs });

/** Writes the incident packet, tells oversight, and ends the run safely. */
export const handler = step({
  name: 'escalate',
  input: StepInput.extend({ outcome: z.enum(['rolled-back', 'expired']), state: MissionState }),
  obeysStop: false,
  async run({ input }) {
    const { tenant, run, attempt, outcome, state } = input;
    if (outcome === 'expired') {
      const gate = await gates.close(tenant, run, attempt, 'expired');
      if (gate !== undefined) await recordDecisions(tenant, run, attempt, gate);
    }
    const [record, chain] = await Promise.all([
      runs.get(tenant, run),
      traces.read(tenant, run).then((stored) => stored.map(({ entry }) => entry)),
    ]);
    if (record === undefined) throw new Error(`run ${run} has no record; it cannot be escalated`);
    const cause = incidentCause(state);
    const rollback = state.rollback === undefined ? undefined : await rollbacks.get(tenant, run);
    const packet = incident(record, outcome, cause, chain, state.rollback?.value, rollback?.seconds ?? null);
    const digest = await evidence.put(tenant, 'incident/1', packet);
    const followUpsDigest = await evidence.put(tenant, 'follow-ups/1', incidentFollowUps(packet));
    for (const person of await overseers({ config, control }, tenant, rollback)) {
      const letter = incidentMail(packet, `${PUBLIC_URL}/v1/runs/${run}/incident`);
      await runs.once(tenant, run, `mail/incident/${person.id}`, () => mail({ to: person.email, ...letter }));
    }
    await queue.publish([endedEvent(input, outcome, cause.name)]);
    return {
      answer: { outcome, incident: digest, followUps: followUpsDigest, cause: cause.name },
      decision: outcome,
      reasons: [cause.name],
      run: {
        status: outcome,
        incidentDigest: digest,
        followUpsDigest,
        reason: record.reason ?? `${cause.name}: ${cause.text}`,
      },
    };
  },
});

type RolledBack = NonNullable<MissionState['rollback']>['value'];

function incident(
  record: Run,
  outcome: Incident['outcome'],
  cause: IncidentCause,
  chain: readonly TraceEntry[],
  rollback: RolledBack | undefined,
  seconds: number | null,
): Incident {
  const made: Record<string, Digest | undefined> = { plan: record.planDigest, policy: record.policyDigest };
  const known = Object.entries(made).filter((entry): entry is [string, Digest] => entry[1] !== undefined);
  return {
    contract: 'incident/1',
    tenant: record.tenant,
    run: record.id,
    at: now(),
    outcome,
    cause: { name: cause.name, text: cause.text },
    postures: chain.flatMap(({ step: name, posture }) => (posture === null ? [] : [{ step: name, posture }])),
    evidence: { portfolio: record.portfolioDigest, ...Object.fromEntries(known) },
    trace: { entries: chain.length, head: chain.at(-1)?.hash ?? null },
    rolledBack: {
      restored: rollback?.restored ?? false,
      version: rollback?.version ?? null,
      ...(rollback?.configuration === undefined ? {} : { configuration: rollback.configuration }),
      ...(seconds === null ? {} : { seconds }),
    },
    decide: [...cause.decide],
  };
}
