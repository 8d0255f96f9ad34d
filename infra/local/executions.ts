import type { Documents } from './durable.ts';
import {
  contextOf,
  type Execution,
  type Machine,
  readExecution,
  type Status,
  type Waiting,
} from './execution-record.ts';
import { isObject, type Json, type JsonObject, member, numberOr, requiredText } from './json.ts';
import { asStatesError, StatesError } from './states/error.ts';
import { type Attempt, interpret } from './states/interpreter.ts';
import { after, limited } from './states/timer.ts';
import { perform, type Services } from './task-integrations.ts';
import type { TaskAnswer, TaskTokens } from './task-tokens.ts';

export type ExecutionsOptions = {
  readonly store: Documents;
  readonly tokens: TaskTokens;
  readonly services: Services;
  readonly changed: (execution: Execution) => void;
  readonly log: (line: string) => void;
};

/**
 * Runs executions and writes each of their steps down. AWS loses none when a machine dies; so a host that was killed goes
 * on with the state an execution was in, under its name, its start time and its open task token. A state that was under
 * way is entered again, which is what a retry does to it on AWS too: steps are idempotent.
 */
export class Executions {
  readonly #options: ExecutionsOptions;
  readonly #all = new Map<string, Execution>();
  readonly #running = new Map<string, AbortController>();
  readonly #ended: Promise<void>[] = [];
  #closing = false;

  constructor(options: ExecutionsOptions) {
    this.#options = options;
    for (const { key, value } of options.store.all()) {
      const execution = readExecution(value);
      if (execution !== undefined) this.#all.set(execution.arn, execution);
      else options.log(`execution ${key} cannot be read and is left aside`);
    }
  }

  /** Starts again what a previous host left unfinished. */
  resume(machines: readonly Machine[]): void {
    for (const execution of this.#all.values()) {
      if (execution.status !== 'RUNNING') continue;
      const machine = machines.find(({ arn }) => arn === execution.machine);
      if (machine === undefined) {
        this.#end(execution, { status: 'ABORTED', error: 'States.Runtime', cause: 'the state machine is gone' });
        continue;
      }
      const known = isObject(member(member(machine.definition, 'States'), execution.at?.state ?? ''));
      if (!known) Object.assign(execution, { at: null, waiting: null });
      this.#options.log(`going on with ${machine.name} ${execution.name} at ${execution.at?.state ?? 'its start'}`);
      this.#run(machine, execution);
    }
  }

  start(machine: Machine, name: string, input: Json): Execution {
    const arn = `${machine.arn.replace(':stateMachine:', ':execution:')}:${name}`;
    const execution: Execution = {
      arn,
      machine: machine.arn,
      name,
      input,
      startedAt: new Date().toISOString(),
      status: 'RUNNING',
      at: null,
      waiting: null,
      events: [],
    };
    this.#all.set(arn, execution);
    this.#event(execution, 'ExecutionStarted', { input: JSON.stringify(input), roleArn: '' });
    this.#save(execution);
    this.#options.changed(execution);
    this.#run(machine, execution);
    return execution;
  }

  find(arn: string): Execution | undefined {
    return this.#all.get(arn);
  }

  ofMachine(arn: string): Execution[] {
    return [...this.#all.values()].filter((execution) => execution.machine === arn);
  }

  stop(execution: Execution, error: string, cause: string): void {
    if (execution.status !== 'RUNNING') return;
    this.#end(execution, { status: 'ABORTED', error, cause });
    this.#running.get(execution.arn)?.abort(new StatesError('States.Aborted', cause));
  }

  /** Lets go of what is running; the records still say RUNNING, so the next host goes on with it. */
  async close(): Promise<void> {
    this.#closing = true;
    for (const controller of this.#running.values()) controller.abort(new Error('the host is closing'));
    await Promise.allSettled(this.#ended);
  }

  #run(machine: Machine, execution: Execution): void {
    const controller = new AbortController();
    this.#running.set(execution.arn, controller);
    const limit = numberOr(machine.definition, 'TimeoutSeconds', 0) * 1000;
    const left = Date.parse(execution.startedAt) + limit - Date.now();
    const expiry =
      limit === 0
        ? undefined
        : after(left, () => {
            this.#end(execution, { status: 'TIMED_OUT' });
            controller.abort(new StatesError('States.Timeout', 'the execution ran out of time'));
          });
    let goingOn = execution.at !== null;
    const first = { state: requiredText(machine.definition, 'StartAt', machine.name), input: execution.input };
    const done = interpret(
      machine.definition,
      execution.at ?? first,
      contextOf(machine, execution),
      controller.signal,
      {
        task: (attempt) => this.#task(execution, attempt),
        token: (state, top) =>
          (top && execution.waiting?.state === state ? execution.waiting.token : undefined) ??
          this.#options.tokens.issue(),
        event: (type, _state, detail) => this.#event(execution, type, detail),
        entered: (state, input) => {
          execution.at = { state, input };
          // Only the first state after a kill still has its open token; a loop back to a gate asks anew.
          if (!goingOn) execution.waiting = null;
          goingOn = false;
          this.#save(execution);
        },
        random: Math.random,
      },
    )
      .then(
        (output) => this.#end(execution, { status: 'SUCCEEDED', output }),
        (thrown: unknown) => {
          const { name, cause } = asStatesError(thrown);
          this.#end(execution, { status: 'FAILED', error: name, cause });
        },
      )
      .finally(() => {
        expiry?.cancel();
        this.#running.delete(execution.arn);
      });
    this.#ended.push(done);
  }

  async #task(execution: Execution, attempt: Attempt): Promise<Json> {
    const { resource, input, token, timeoutMs, signal } = attempt;
    this.#event(execution, 'TaskScheduled', { resource, resourceType: 'task', parameters: JSON.stringify(input) });
    if (token !== undefined) return this.#callback(execution, attempt, token);
    return limited(perform(resource, input, this.#options.services), timeoutMs, signal);
  }

  /** Sends the token out, then waits for whoever got it. After a kill the same attempt goes on with the same token. */
  async #callback(execution: Execution, attempt: Attempt, token: string): Promise<Json> {
    const { timeoutMs, heartbeatMs, signal, top } = attempt;
    const before = top && execution.waiting?.token === token ? execution.waiting : undefined;
    if (before?.answer?.ok === true) return before.answer.output;
    const deadline = before?.deadline ?? (timeoutMs === undefined ? null : Date.now() + timeoutMs);
    const waiting: Waiting = before ?? { state: attempt.state, token, deadline, sent: false, answer: null };
    const keep = (answer: TaskAnswer) => {
      waiting.answer = answer;
      if (top) this.#save(execution);
    };
    if (top) {
      execution.waiting = waiting;
      this.#save(execution);
    }
    const stop = new AbortController();
    const either = AbortSignal.any([signal, stop.signal]);
    const answered = this.#options.tokens.wait(token, {
      deadline: deadline ?? undefined,
      heartbeatMs,
      signal: either,
      keep,
    });
    try {
      if (before?.answer?.ok === false) throw new StatesError(before.answer.error, before.answer.cause);
      if (!waiting.sent) {
        const left = deadline === null ? undefined : deadline - Date.now();
        const request = limited(perform(attempt.resource, attempt.input, this.#options.services), left, either);
        // Whoever got the token may answer before the request that carried it has ended.
        await Promise.race([request, answered]);
        waiting.sent = true;
        if (top) this.#save(execution);
      }
      return await answered;
    } catch (error) {
      stop.abort(error);
      answered.catch(() => undefined);
      // The next attempt gets its own token, unless it is the host that stops and not the attempt.
      if (top && !this.#closing) execution.waiting = null;
      throw error;
    }
  }

  #end(execution: Execution, end: Partial<Execution> & { status: Status }): void {
    if (this.#closing || execution.status !== 'RUNNING') return;
    Object.assign(execution, end, { stoppedAt: new Date().toISOString(), waiting: null });
    const type = { SUCCEEDED: 'ExecutionSucceeded', FAILED: 'ExecutionFailed', ABORTED: 'ExecutionAborted' };
    const { output, error, cause } = end;
    const failure = { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
    const detail: JsonObject = output === undefined ? failure : { output: JSON.stringify(output) };
    this.#event(execution, { ...type, TIMED_OUT: 'ExecutionTimedOut', RUNNING: '' }[end.status], detail);
    this.#save(execution);
    this.#options.changed(execution);
  }

  #event(execution: Execution, type: string, detail: Json): void {
    if (this.#closing) return;
    execution.events.push({ id: execution.events.length + 1, type, at: new Date().toISOString(), detail });
  }

  #save(execution: Execution): void {
    if (this.#closing) return;
    const { machine, name } = execution;
    const record: Json = JSON.parse(JSON.stringify(execution));
    this.#options.store.put(`${machine.split(':').at(-1)}.${name}`, record);
  }
}
