/**
 * Amazon States Language, JSONPath. `aws-local-stepfunctions` was tried first and serves as the reference in the tests; it
 * cannot keep an execution's first start time over a restart, has no `$$.State`, `$$.Task` or heartbeat, loses `$$.Map` in
 * iterations, drops falsy results, and lets a time-out over 24.8 days expire at once: a gate of 30 days would not hold.
 */
import { isObject, type Json, type JsonObject, list, member, numberOr, requiredText, text } from '../json.ts';
import { chosen } from './choice.ts';
import { limitMs, waitMs } from './durations.ts';
import { asStatesError, matches, runtimeError, StatesError } from './error.ts';
import { expression, filled, placed, query, reduced, required, type Scope } from './paths.ts';
import { Retrying } from './retry.ts';
import { sideBySide } from './side-by-side.ts';
import { sleep } from './timer.ts';

/** One attempt at a Task: the paths are resolved, the work is somebody else's. */
export type Attempt = {
  readonly resource: string;
  readonly state: string;
  readonly input: Json;
  /** present for `.waitForTaskToken`, and the same text as `$$.Task.Token` */
  readonly token: string | undefined;
  readonly timeoutMs: number | undefined;
  readonly heartbeatMs: number | undefined;
  readonly signal: AbortSignal;
  /** true for states of the machine itself, false inside Map and Parallel */
  readonly top: boolean;
};

export type Surroundings = {
  task(attempt: Attempt): Promise<Json>;
  /** a new token, or the one an interrupted attempt of this state still waits for */
  token(state: string, top: boolean): string;
  event(type: string, state: string, detail: Json): void;
  /** a state of the machine itself is entered: from here an interrupted execution goes on */
  entered(state: string, input: Json, at: string): void;
  random(): number;
};

export type Start = { readonly state: string; readonly input: Json };

/** State inputs and outputs are at most this many bytes, as on AWS. */
const DATA_LIMIT = 262_144;

/**
 * Runs a machine from its first state, or from `from`, to its end.
 * @returns the output @throws StatesError with the error and cause the execution fails with
 */
export function interpret(
  machine: Json,
  from: Start,
  context: JsonObject,
  signal: AbortSignal,
  surroundings: Surroundings,
): Promise<Json> {
  return new Walk(surroundings, signal, true).run(machine, from, context);
}

type Step = { readonly output: Json; readonly next: string | undefined };

class Walk {
  readonly #around: Surroundings;
  readonly #signal: AbortSignal;
  readonly #top: boolean;

  constructor(around: Surroundings, signal: AbortSignal, top: boolean) {
    this.#around = around;
    this.#signal = signal;
    this.#top = top;
  }

  async run(machine: Json, from: Start | undefined, context: JsonObject): Promise<Json> {
    let name: string | undefined = from?.state ?? requiredText(machine, 'StartAt', 'state machine');
    let data: Json = from?.input ?? null;
    while (name !== undefined) {
      this.#signal.throwIfAborted();
      const state = member(member(machine, 'States'), name);
      if (state === undefined) throw runtimeError(`there is no state "${name}"`);
      const step = await this.#visit(name, state, data, context);
      data = step.output;
      name = step.next;
    }
    return data;
  }

  async #visit(name: string, state: Json, raw: Json, context: JsonObject): Promise<Step> {
    const type = requiredText(state, 'Type', name);
    const entered = new Date().toISOString();
    if (this.#top) this.#around.entered(name, raw, entered);
    this.#around.event(`${type}StateEntered`, name, { name, input: JSON.stringify(raw) });
    const retrying = new Retrying(state);
    for (;;) {
      const own: JsonObject = { ...context, State: { Name: name, EnteredTime: entered, RetryCount: retrying.count } };
      try {
        const step = await this.#perform(type, name, state, raw, own);
        if (Buffer.byteLength(JSON.stringify(step.output)) > DATA_LIMIT) {
          throw new StatesError('States.DataLimitExceeded', `state "${name}" returned more than ${DATA_LIMIT} bytes`);
        }
        this.#around.event(`${type}StateExited`, name, { name, output: JSON.stringify(step.output) });
        return step;
      } catch (thrown) {
        this.#signal.throwIfAborted();
        const error = asStatesError(thrown);
        this.#around.event(`${type}Failed`, name, { error: error.name, cause: error.cause });
        const delay = retrying.delay(error, this.#around.random);
        if (delay !== undefined) {
          await sleep(delay, this.#signal);
          continue;
        }
        const caught = list(state, 'Catch').find((one) => matches(list(one, 'ErrorEquals').map(String), error));
        if (caught === undefined) throw error;
        const output = placed(member(caught, 'ResultPath'), raw, { Error: error.name, Cause: error.cause });
        this.#around.event(`${type}StateExited`, name, { name, output: JSON.stringify(output) });
        return { output, next: requiredText(caught, 'Next', name) };
      }
    }
  }

  async #perform(type: string, name: string, state: Json, raw: Json, context: JsonObject): Promise<Step> {
    const data = reduced(member(state, 'InputPath'), { data: raw, context }, 'InputPath');
    const scope: Scope = { data, context };
    const next = text(state, 'Next');
    switch (type) {
      case 'Task':
        return { output: this.#finish(state, raw, await this.#task(name, state, scope), context), next };
      case 'Pass': {
        const given = member(state, 'Result') ?? (this.#has(state, 'Result') ? null : this.#parameters(state, scope));
        return { output: this.#finish(state, raw, given, context), next };
      }
      case 'Wait':
        await sleep(waitMs(state, scope), this.#signal);
        return { output: reduced(member(state, 'OutputPath'), scope, 'OutputPath'), next };
      case 'Choice': {
        const rule = list(state, 'Choices').find((one) => chosen(one, scope));
        const target = rule === undefined ? text(state, 'Default') : text(rule, 'Next');
        if (target === undefined) throw new StatesError('States.NoChoiceMatched', `no choice of "${name}" matches`);
        return { output: reduced(member(state, 'OutputPath'), scope, 'OutputPath'), next: target };
      }
      case 'Succeed':
        return { output: reduced(member(state, 'OutputPath'), scope, 'OutputPath'), next: undefined };
      case 'Fail':
        throw new StatesError(either(state, 'Error', scope), either(state, 'Cause', scope));
      case 'Parallel': {
        const input = this.#parameters(state, scope);
        const results = await this.#inside(list(state, 'Branches'), 0, (branch, walk) =>
          walk.run(branch, { state: requiredText(branch, 'StartAt', name), input }, context),
        );
        return { output: this.#finish(state, raw, results, context), next };
      }
      case 'Map':
        return { output: this.#finish(state, raw, await this.#map(name, state, scope), context), next };
      default:
        throw runtimeError(`state "${name}" is of unknown type "${type}"`);
    }
  }

  #task(name: string, state: Json, scope: Scope): Promise<Json> {
    const resource = requiredText(state, 'Resource', name);
    const token = resource.endsWith('.waitForTaskToken') ? this.#around.token(name, this.#top) : undefined;
    const withToken = token === undefined ? scope.context : { ...asObject(scope.context), Task: { Token: token } };
    const input = this.#parameters(state, { data: scope.data, context: withToken });
    return this.#around.task({
      resource,
      state: name,
      input,
      token,
      timeoutMs: limitMs(state, 'TimeoutSeconds', scope),
      heartbeatMs: limitMs(state, 'HeartbeatSeconds', scope),
      signal: this.#signal,
      top: this.#top,
    });
  }

  async #map(name: string, state: Json, scope: Scope): Promise<Json> {
    const path = text(state, 'ItemsPath');
    const items = path === undefined ? scope.data : required(path, scope, 'ItemsPath');
    if (!Array.isArray(items)) throw runtimeError(`the items of "${name}" are not a list: ${JSON.stringify(items)}`);
    const processor = member(state, 'ItemProcessor') ?? member(state, 'Iterator') ?? {};
    const selector = member(state, 'ItemSelector') ?? member(state, 'Parameters');
    const width = text(state, 'MaxConcurrencyPath');
    const atOnce = width === undefined ? numberOr(state, 'MaxConcurrency', 0) : Number(query(width, scope) ?? 0);
    // A distributed Map runs inline here: its child executions share this execution's `$$.Execution`.
    const tolerated = Math.max(
      numberOr(state, 'ToleratedFailureCount', 0),
      Math.floor((numberOr(state, 'ToleratedFailurePercentage', 0) * items.length) / 100),
    );
    const distributed = text(member(processor, 'ProcessorConfig') ?? {}, 'Mode') === 'DISTRIBUTED';
    let failures = 0;
    return this.#inside(items, atOnce, async (value, walk, index) => {
      const context: JsonObject = { ...asObject(scope.context), Map: { Item: { Index: index, Value: value } } };
      const input = selector === undefined ? value : filled(selector, { data: scope.data, context }, 'ItemSelector');
      try {
        return await walk.run(processor, { state: requiredText(processor, 'StartAt', name), input }, context);
      } catch (error) {
        failures += 1;
        // The parent of child executions learns how many failed, never their errors.
        if (this.#signal.aborted || (tolerated === 0 && !distributed)) throw error;
        if (failures > tolerated) {
          throw new StatesError('States.ExceedToleratedFailureThreshold', `${failures} items of "${name}" failed`);
        }
        const { name: failed, cause } = asStatesError(error);
        return { Error: failed, Cause: cause };
      }
    });
  }

  /** Runs the parts side by side, in a walk of their own. */
  #inside(
    parts: readonly Json[],
    atOnce: number,
    run: (part: Json, walk: Walk, index: number) => Promise<Json>,
  ): Promise<Json[]> {
    return sideBySide(parts, atOnce, this.#signal, (part, signal, index) =>
      run(part, new Walk(this.#around, signal, false), index),
    );
  }

  #parameters(state: Json, scope: Scope): Json {
    const template = member(state, 'Parameters');
    return template === undefined ? scope.data : filled(template, scope);
  }

  #finish(state: Json, raw: Json, result: Json, context: JsonObject): Json {
    const selector = member(state, 'ResultSelector');
    const selected = selector === undefined ? result : filled(selector, { data: result, context }, 'ResultSelector');
    const output = placed(this.#has(state, 'ResultPath') ? member(state, 'ResultPath') : undefined, raw, selected);
    return reduced(member(state, 'OutputPath'), { data: output, context }, 'OutputPath');
  }

  #has(state: Json, field: string): boolean {
    return isObject(state) && Object.hasOwn(state, field);
  }
}

function asObject(value: Json): JsonObject {
  return isObject(value) ? value : {};
}

function either(state: Json, field: string, scope: Scope): string {
  const path = text(state, `${field}Path`);
  return path === undefined ? (text(state, field) ?? '') : String(expression(path, scope, field));
}
