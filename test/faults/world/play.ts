import { createHash } from 'node:crypto';
import { setImmediate as settled } from 'node:timers/promises';
import type { Json } from '../../../infra/local/json.ts';
import { book, policies } from './book.ts';
import { type Call, type Invocation, pending, sdkError } from './calls.ts';
import { clock, nextTimer, resetClock } from './clock.ts';
import { coldStart } from './cold.ts';
import { checkEnds, unheardOf } from './ends.ts';
import { type Fault, faultsOf, type Nudge } from './faults.ts';
import { functionsOf, type Handlers, type Later } from './functions.ts';
import { type Execution, executionOf } from './mission.ts';
import { flagsOf, peopleOf } from './people.ts';
import { randomOf } from './random.ts';
import { servicesOf } from './services.ts';
import { fields } from './tables.ts';
import { type Broken, witnessOf } from './witness.ts';

export interface Played {
  readonly seed: number;
  readonly broken: readonly Broken[];
  /** How each run ended. */
  readonly ends: readonly string[];
  readonly calls: number;
  readonly met: ReadonlyMap<Fault, number>;
  /** Over everything that was asked and answered, in order: the same for the same seed. */
  readonly digest: string;
  /** For whoever looks into a seed: each call, by whom, and what met it. */
  readonly log: readonly string[];
}

const SECOND = 1_000;
const MINUTE = 60_000;
/** Nothing of a schedule takes longer; what does has come to no end. */
const LONGEST = 6 * 3_600_000;
const MOST_CALLS = 20_000;
/** Seeds of objections are those of their schedules, so much higher. */
const OBJECTIONS = 1_000_000_007;
/** How a function ends that dies: retried by the state machine, or not. */
const DEATHS = ['Lambda.AWSLambdaException', 'Lambda.ServiceException', 'Lambda.Unknown', 'States.Timeout'] as const;

/**
 * One schedule: a tenant, its people, its missions, and faults, all from a seed. Calls of services are answered one at a time,
 * in an order the seed gives; time passes only here. When everybody is done or given up on, faults end, what is left gets
 * done, and the invariants are checked.
 */
export async function play(
  seed: number,
  handlers: Handlers,
  definition: Json,
  nudges: readonly Nudge[] = [],
): Promise<Played> {
  const broken: Broken[] = [];
  const log: string[] = [];
  const say: Say = (invariant, detail) => void broken.push({ invariant, detail });
  // What nobody waits for belongs to this schedule all the same: the next one begins when nothing of it is left to fail.
  const crashed = (error: unknown) =>
    say('no-crash', error instanceof Error ? (error.stack ?? error.message) : `${error}`);
  process.on('unhandledRejection', crashed);
  try {
    return await played({ seed, handlers, definition, nudges }, { broken, log, say });
  } catch (error) {
    crashed(error);
    return { seed, broken, ends: [], calls: 0, met: new Map(), digest: '', log };
  } finally {
    process.off('unhandledRejection', crashed);
  }
}

type Say = (invariant: Broken['invariant'], detail: string) => void;
/** What is known of a schedule even when it crashes. */
interface Notes {
  readonly broken: readonly Broken[];
  readonly log: string[];
  readonly say: Say;
}
interface Given {
  readonly seed: number;
  readonly handlers: Handlers;
  readonly definition: Json;
  readonly nudges: readonly Nudge[];
}

async function played({ seed, handlers, definition, nudges }: Given, { broken, log, say }: Notes): Promise<Played> {
  resetClock();
  coldStart();
  pending.length = 0;
  const random = randomOf(seed);
  const hash = createHash('sha256');
  const { witness, commits, started, inbox } = witnessOf(say);
  const services = servicesOf(random, witness);
  const executions: Execution[] = [];
  const faults = faultsOf(random);
  let calls = 0;
  let quiet = true;

  const later: Later = (ms, call) => {
    const id = clock.next;
    clock.next += 1;
    clock.timers.set(id, { id, at: clock.time + ms, call });
    return () => void clock.timers.delete(id);
  };
  const { invoke, kill, live } = functionsOf(handlers, later);
  const people = peopleOf({ invoke, services, random, duplicates: faults.duplicates, later, say });

  /** EventBridge, through a queue: at least once, again where it failed, when the message is visible again, for a day. */
  const missionEnded = (execution: Execution, attempt = 0): void => {
    const { status, input } = execution;
    invoke('start-queued', { Records: [{ body: JSON.stringify({ detail: { status, input } }) }] }).catch(() => {
      if (attempt < 240) later(6 * MINUTE, () => missionEnded(execution, attempt + 1));
    });
  };
  const startMission = ({ run, input }: { run: string; input: string }) => {
    const ended = (execution: Execution) => {
      missionEnded(execution);
      if (random.chance(faults.duplicates)) later(random.below(5) * SECOND, () => missionEnded(execution));
    };
    executions.push(
      executionOf({ run, input, definition }, { services, invoke, random, duplicates: faults.duplicates }, ended),
    );
  };

  const powerCut = () => {
    // Whoever asked over the network sees the connection end; the state machine is gone as well.
    for (const invocation of [...live.keys()]) kill(invocation, 'ECONNRESET');
    pending.length = 0;
    coldStart();
    for (const execution of executions) execution.restart();
  };

  const die = (invocation: Invocation, error: string) => {
    for (let at = pending.length - 1; at >= 0; at -= 1) if (pending[at]?.by === invocation) pending.splice(at, 1);
    if (random.chance(0.5)) coldStart();
    kill(invocation, error);
  };

  const answered = (call: Call, fault: Fault | undefined): string => {
    try {
      const value = services.perform(call);
      if (fault === 'error-after') call.fail(sdkError('InternalServerError', 500));
      else if (fault === 'timeout-after') call.fail(sdkError('TimeoutError'));
      else if (fault === 'sent-twice') call.answer(services.perform(call));
      else call.answer(value);
      return 'ok';
    } catch (error) {
      if (!(error instanceof Error) || !('$metadata' in error)) throw error;
      call.fail(error);
      return error.name;
    }
  };

  const left = nudges.map((nudge) => ({ ...nudge }));
  const nudged = (call: Call): Fault | undefined => {
    const fits = left.find(
      ({ by, call: name, place = '', times }) =>
        times > 0 && by === call.by.name && name === call.name && placeOf(call).startsWith(place),
    );
    if (fits !== undefined) fits.times -= 1;
    return fits?.fault;
  };

  const one = (call: Call) => {
    calls += 1;
    const fault = quiet ? undefined : (nudged(call) ?? faults.meet(call.name));
    if (fault !== undefined && fault !== 'held' && fault !== 'overtaken') call.by.disturbed = true;
    clock.time += 1 + random.below(15);
    if (fault === 'overtaken' || (!quiet && call.name === 'StartDeployment' && faults.overtakes()))
      people.flagsInBetween();
    const line = `${clock.time} ${call.by.name} ${call.name} ${placeOf(call)}${fault === undefined ? '' : ` !${fault}`}`;
    let outcome = '';
    switch (fault) {
      case 'error-before':
        call.fail(sdkError('InternalServerError', 500));
        break;
      case 'throttle':
        call.fail(sdkError('ProvisionedThroughputExceededException'));
        break;
      case 'timeout-before':
        clock.time += 5 * SECOND;
        call.fail(sdkError('TimeoutError'));
        break;
      case 'kill-before':
        die(call.by, random.pick(DEATHS));
        break;
      case 'kill-after':
        outcome = answered(call, undefined);
        die(call.by, random.pick(DEATHS));
        break;
      case 'zombie':
        call.by.fail(random.pick(DEATHS));
        outcome = answered(call, undefined);
        break;
      case 'power-cut':
        if (random.chance(0.5)) outcome = answered(call, undefined);
        powerCut();
        break;
      case 'clock-jump':
        // What is once for as long as nobody can be at it any more is only as good as the clocks of those who are.
        for (const invocation of live.keys()) invocation.disturbed = true;
        clock.skew += random.pick([-600, -60, -1, 1, 60, 400, 4_000] as const) * SECOND;
        outcome = answered(call, undefined);
        break;
      case 'held':
        later((1 + random.below(20)) * SECOND, () => pending.push(call));
        break;
      case 'slow':
        clock.time += random.pick([1, 20, 130, 400, 1_000] as const) * SECOND;
        outcome = answered(call, undefined);
        break;
      default:
        outcome = answered(call, fault);
    }
    log.push(`${line} ${outcome}`);
    hash.update(`${line} ${outcome}\n`);
  };

  /** Answers calls and lets time pass until nothing is under way, or `until` has come. */
  const run = async (until: number): Promise<void> => {
    for (;;) {
      await settled();
      for (const mission of started.splice(0)) startMission(mission);
      for (const mail of inbox.splice(0)) people.read(mail);
      const due = nextTimer();
      if (due !== undefined && due.at <= Math.min(clock.time, until)) {
        clock.timers.delete(due.id);
        due.call();
        continue;
      }
      const at = faults.reorders ? random.below(Math.max(1, pending.length)) : 0;
      const [call] = pending.splice(at, 1);
      if (calls > MOST_CALLS) return;
      if (call !== undefined) {
        if (!call.by.dead) one(call);
        continue;
      }
      if (due === undefined || due.at > until) {
        clock.time = Math.max(clock.time, Math.min(until, clock.time + MINUTE));
        return;
      }
      clock.time = Math.max(clock.time, due.at);
    }
  };

  const busy = () => executions.some(({ status }) => status === 'RUNNING');
  /** EventBridge Scheduler, each minute while there is something to look after. */
  const everyMinute = () => {
    if (busy()) remind();
    void invoke('resume-rollbacks', {}).catch(() => undefined);
    void invoke('relay', {}).catch(() => undefined);
    if (random.chance(faults.duplicates) && busy()) twice('remind');
  };
  /** A round that went through has told every state of the decision it waits for. */
  const remind = () => {
    const unheard = unheardOf(services);
    const told = () => {
      for (const [token, gate] of unheard)
        if (services.waiting.has(token)) say('decision-heard', `${gate} was decided, and its state still waits`);
    };
    invoke('remind', {}).then(told, () => undefined);
  };
  const twice = (name: string) => {
    void invoke(name, {}).catch(() => undefined);
    for (const invocation of live.keys()) if (invocation.name === name) invocation.disturbed = true;
  };

  services.config.set('flags', flagsOf(false, random.pick(['on', 'on', 'canary', 'shadow'] as const)));
  const autonomy = random.pick(['autonomous', 'autonomous', 'one-approver', 'two-approvers'] as const);
  const whileRunning = random.pick(['queue', 'refuse'] as const);
  services.config.set('policy', policies(autonomy, whileRunning));
  void people.upload(book(0));
  await run(clock.time + SECOND);
  quiet = false;

  people.start('first');
  // Who asked becomes an approver while their run is on its way.
  if (random.chance(0.15))
    later(random.below(2_500), () => void services.config.set('policy', policies(autonomy, whileRunning, ['ana'])));
  if (random.chance(0.4)) later(random.pick([0, 2, 30, 300] as const) * SECOND, () => people.start('second'));
  if (random.chance(0.2)) later(random.below(20) * SECOND, () => void people.upload(book(1)));
  if (random.chance(0.15))
    later(random.below(6_000), () => {
      const [execution] = executions;
      if (execution !== undefined) people.stop(execution.run);
    });
  if (random.chance(0.2))
    later(random.below(8_000), () => {
      people.flags(random.chance(0.3), random.pick(['on', 'on', 'shadow', 'off'] as const));
      if (random.chance(0.5)) later(random.below(3_000), () => people.rollBack());
      if (random.chance(0.5)) later(random.below(60) * SECOND, () => people.flags(false, 'on'));
    });
  if (random.chance(0.2)) {
    const named = random.chance(0.5);
    const delay = random.pick([1_000, 3_000, 4_500, 6_000, 60_000, 500_000] as const) + random.below(1_000);
    later(delay, () => people.rollBack(named ? executions[0]?.run : undefined));
  }

  // Drawn apart: a schedule without an objection is what it would be if nobody ever objected.
  const objecting = randomOf(seed + OBJECTIONS);
  // The first draws of neighbouring seeds are much alike.
  for (let draw = 0; draw < 10; draw += 1) objecting.below(2);
  const objected: string[] = [];
  if (objecting.chance(0.3))
    for (const account of ['A-1', 'A-3'].slice(objecting.below(2))) {
      objected.push(account);
      later(objecting.pick([1, 3, 8, 70, 400] as const) * SECOND + objecting.below(2_000), () =>
        people.object(account),
      );
    }

  const end = clock.time + LONGEST;
  for (let minute = 0; minute < 60 && clock.time < end; minute += 1) {
    await run(clock.time + MINUTE);
    if (minute === 25) faults.heal();
    const done = !busy() && pending.length === 0 && clock.timers.size === 0;
    if (done && minute > 1) break;
    if (minute > 0 || busy()) everyMinute();
  }
  faults.heal();
  everyMinute();
  await run(clock.time + MINUTE);
  everyMinute();
  await run(clock.time + MINUTE);
  // Now whoever was killed at a publication is known not to be at it any more.
  clock.time += 80 * MINUTE;
  everyMinute();
  await run(Math.max(end, clock.time));
  await settled();
  if (calls > MOST_CALLS) say('ended-named', `no end after ${calls} calls`);
  const ends = checkEnds({ services, executions, commits, objected }, say);
  return { seed, broken, ends, calls, met: faults.met, digest: hash.digest('hex'), log };
}

function placeOf({ input }: Call): string {
  const { pk, sk } = fields(input['Key'] ?? input['Item'] ?? {});
  const asked = fields(input['ExpressionAttributeValues'])[':pk'];
  return `${String(input['TableName'] ?? '')} ${String(pk ?? asked ?? '')} ${String(sk ?? '')}`;
}
