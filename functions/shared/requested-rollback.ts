import { randomUUID } from 'node:crypto';
import type { Digest, TenantId } from '../../core/model/ids.ts';
import type { Incident } from '../../core/model/incident.ts';
import type { Rollback } from '../../core/model/rollback.ts';
import { incidentFollowUps } from '../../core/policy/incident-follow-ups.ts';
import { configurationSentence } from '../../core/policy/rollback-sentence.ts';
import { incidentMail } from '../../core/report/incident-mail.ts';
import { now } from './clock.ts';
import { codeDigest } from './code.ts';
import { configuration } from './configuration.ts';
import { configurationControl } from './configuration-control.ts';
import { environment } from './environment.ts';
import { evidenceStore } from './evidence-store.ts';
import { headStore } from './head-store.ts';
import { mailer } from './mailer.ts';
import { outbox } from './outbox.ts';
import { overseers } from './oversight.ts';
import { type RollbackAsked, rollBack } from './rollback.ts';
import { rollbackStore } from './rollback-store.ts';
import { runStore } from './run-store.ts';
import { traceStore } from './trace-store.ts';

/** Seconds after which a function is ended, as declared of it: what it claimed before that is free again. */
export const LIVES = { 'roll-back': 29, 'resume-rollbacks': 300, monitor: 900, 'take-back': 300 } as const;
/** Clocks of two machines, and the end of a function, may be so far apart. Seconds. */
const GRACE = 10;

/**
 * A rollback that a person or the monitor asked for, told to everybody: its trace is a chain of its own, oversight gets a mail, the run
 * whose plan was undone says so, and an incident packet stays. Repeatable; told once it is done, by one at a time.
 */
export function requestedRollback(caller: keyof typeof LIVES) {
  const { PUBLIC_URL } = environment('PUBLIC_URL');
  const perform = rollBack();
  const store = rollbackStore();
  const heads = headStore();
  const runs = runStore();
  const sent = outbox();
  const traces = traceStore();
  const evidence = evidenceStore();
  const config = configuration();
  const control = configurationControl();
  const mail = mailer();

  const trace = async (
    { tenant, id }: Pick<Rollback, 'tenant' | 'id'>,
    step: string,
    about: unknown,
    decision: string,
    why: string[],
  ) => {
    const [input, output] = await Promise.all([
      evidence.put(tenant, 'step/1', { rollback: id }),
      evidence.put(tenant, 'step/1', about),
    ]);
    return traces.append({
      tenant,
      run: id,
      step: `rollback/${step}`,
      input,
      output,
      policy: null,
      flags: null,
      code: codeDigest,
      posture: null,
      decision,
      reasons: why,
    });
  };

  /** The plan that is in force once all is back; its meetings as the record of its run has them, and which of them do not stand. */
  const inForce = async (tenant: TenantId): Promise<Asked['inForce']> => {
    const current = (await heads.plan(tenant))?.current ?? null;
    if (current === null) return null;
    const { proposed, begun } = (await runs.get(tenant, current.run)) ?? {};
    if (proposed === undefined) return {};
    const calledOff = await sent.calledOff(tenant, current.run);
    const less = { ...(calledOff === 0 ? {} : { calledOff }), ...(begun === undefined ? {} : { begun }) };
    return { meetings: proposed.meetings, ...less };
  };

  /** Told already, or by somebody who is at it: nothing to add. */
  const tellOnce = async (done: Rollback): Promise<Rollback> => {
    if (done.incident !== null) {
      await store.letGo(done);
      return done;
    }
    const by = randomUUID();
    if (!(await store.claim(done, by, LIVES[caller] + GRACE))) return done;
    try {
      return await tell(done);
    } catch (error) {
      // Where this fails, too, the claim runs out by itself.
      await store.unclaim(done, by).catch(() => undefined);
      throw error;
    }
  };

  const tell = async (done: Rollback): Promise<Rollback> => {
    const { tenant, id, run } = done;
    const { plan, flags, policy, baseline, stopped } = done;
    const why = [configurationSentence(done), `plan ${plan.restored ? `restored, head ${plan.version}` : 'untouched'}`];
    const decision = baseline === null && !plan.restored ? 'nothing-to-roll-back' : 'rolled-back';
    const { entry } = await trace(done, 'done', { plan, flags, policy, baseline, stopped }, decision, why);
    const packet = incident(done, await inForce(tenant), entry.hash, entry.sequence + 1);
    const stored = await evidence.put(tenant, 'incident/1', packet);
    for (const person of await overseers({ config, control }, tenant, done)) {
      const letter = incidentMail(packet, `${PUBLIC_URL}/v1/rollbacks/${id}`);
      await runs.once(tenant, id, `mail/incident/${person.id}`, () => mail({ to: person.email, ...letter }));
    }
    if (run !== null && plan.restored) {
      const followUpsDigest = await evidence.put(tenant, 'follow-ups/1', incidentFollowUps(packet));
      const reason = `rolled back by ${done.trigger} ${id}`;
      await runs.patch(tenant, run, { status: 'rolled-back', reason, incidentDigest: stored, followUpsDigest });
    }
    const told = await store.told(tenant, id, { incident: stored, traceHead: entry.hash });
    await store.letGo({ tenant, id });
    return told;
  };

  return async (asked: RollbackAsked): Promise<Rollback> => {
    await trace(asked, 'asked', { run: asked.run }, 'asked', asked.run === null ? [] : [`undo ${asked.run}`]);
    const after = await perform(asked);
    return after.state === 'done' ? tellOnce(after) : after;
  };
}

type Asked = NonNullable<Incident['asked']>;

const CAUSES: Readonly<Record<Rollback['trigger'], string>> = {
  request: 'A person asked for the last stable baseline.',
  monitor:
    'The monitor saw a breach outside a deployment and went back to the last stable baseline; see GET /v1/watch.',
  promotion: 'A candidate policy was taken back while it was spread; see its promotion.',
  mission: 'A mission went back to the last stable baseline.',
};

const OF_THE_BASELINE =
  'The monitor saw a breach, and what is in force is the last stable baseline already: there was nothing to leave; see GET /v1/watch.';
const DECIDE = ['What made the rollback necessary, and is it over?', 'What must change before it is tried again?'];
const DECIDE_ON_BASELINE = [
  'Is it the policy, the forecasts, or the market?',
  'Should an earlier baseline (GET /v1/baselines) come back? Submit its policy as a candidate. Stop runs until then?',
];

/** Nothing of the configuration was there to take back: a person decides what comes next. */
function isOfTheBaseline({ trigger, flags, policy }: Rollback): boolean {
  return trigger === 'monitor' && flags?.outcome === 'as-baseline' && policy?.outcome === 'as-baseline';
}

function incident(done: Rollback, inForce: Asked['inForce'], head: Digest, entries: number): Incident {
  const { tenant, id, run, plan, seconds, baseline } = done;
  const changed = [done.flags, done.policy].some((document) => document !== null && document.outcome !== 'as-baseline');
  return {
    contract: 'incident/1',
    tenant,
    run: run ?? id,
    at: done.doneAt ?? now(),
    outcome: 'rolled-back',
    cause: { name: done.cause, text: isOfTheBaseline(done) ? OF_THE_BASELINE : CAUSES[done.trigger] },
    postures: [],
    evidence: {},
    trace: { entries, head },
    rolledBack: {
      restored: plan.restored,
      version: plan.version,
      configuration: configurationSentence(done),
      ...(seconds === null ? {} : { seconds }),
    },
    asked: { rollback: id, run, baseline, changed, inForce },
    decide: isOfTheBaseline(done) ? DECIDE_ON_BASELINE : DECIDE,
  };
}
