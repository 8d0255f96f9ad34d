import { isObject, type Json, member, parseJson, text } from '../../../infra/local/json.ts';
import { StatesError } from '../../../infra/local/states/error.ts';
import { type Attempt, interpret, type Start } from '../../../infra/local/states/interpreter.ts';
import { after, limited } from '../../../infra/local/states/timer.ts';
import type { Invoke } from './functions.ts';
import type { Random } from './random.ts';
import type { Services } from './services.ts';

export interface Execution {
  readonly run: string;
  readonly input: string;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED';
  error: string;
  /** States of the machine itself, in the order they were entered. */
  readonly path: string[];
  /** Ends it here and starts it again at the state it was in. */
  restart(): void;
}

/** The state machine as it is deployed, walked by the interpreter of the embedded host. */
export function executionOf(
  given: { readonly run: string; readonly input: string; readonly definition: Json },
  around: {
    readonly services: Services;
    readonly invoke: Invoke;
    readonly random: Random;
    readonly duplicates: number;
  },
  ended: (execution: Execution) => void,
): Execution {
  const { run, input, definition } = given;
  let at: Start = { state: 'Begin', input: parseJson(input) };
  let abort = new AbortController();
  let tokens = 0;
  const execution: Execution = { run, input, status: 'RUNNING', error: '', path: [], restart };

  const waitForToken = (token: string, { signal, timeoutMs, heartbeatMs, input: asked }: Attempt): Promise<Json> => {
    const gate = `${run}#${text(member(asked, 'Payload'), 'attempt') ?? ''}`;
    const waits = new Promise<Json>((resolve, reject) => {
      const late = () => reject(new StatesError('States.HeartbeatTimeout', ''));
      let heart = heartbeatMs === undefined ? undefined : after(heartbeatMs, late);
      around.services.waiting.set(token, {
        gate,
        told(outcome) {
          heart?.cancel();
          if ('output' in outcome) resolve(parseJson(outcome.output));
          else reject(new StatesError(outcome.error, ''));
        },
        beat() {
          heart?.cancel();
          heart = heartbeatMs === undefined ? undefined : after(heartbeatMs, late);
        },
      });
    });
    return limited(waits, timeoutMs, signal).finally(() => around.services.waiting.delete(token));
  };

  const task = async (attempt: Attempt): Promise<Json> => {
    const request = isObject(attempt.input) ? attempt.input : {};
    const name = folderOf(String(request['FunctionName']));
    const copied = around.random.chance(around.duplicates);
    const answered = around.invoke(name, request['Payload'], copied).catch(asTask);
    if (copied) void around.invoke(name, request['Payload'], copied).catch(() => undefined);
    if (attempt.token === undefined) {
      const answer = await limited(answered, attempt.timeoutMs, attempt.signal);
      return { Payload: parseJson(JSON.stringify(answer ?? null)) };
    }
    const { token } = attempt;
    const told = waitForToken(token, attempt);
    // A request that failed is made again under a new token; nobody waits for this one then.
    const asked = answered.catch((error: unknown) => {
      around.services.waiting.delete(token);
      throw error;
    });
    return Promise.race([told, asked.then(() => told)]);
  };

  function walk(): void {
    const { signal } = abort;
    const surroundings = {
      task,
      token: () => {
        tokens += 1;
        return `token-${run}-${tokens}`;
      },
      event: () => undefined,
      entered: (state: string, data: Json) => {
        at = { state, input: data };
        execution.path.push(state);
      },
      random: () => around.random.below(1000) / 1000,
    };
    interpret(definition, at, {}, signal, surroundings).then(
      () => finish('SUCCEEDED', '', signal),
      (error: unknown) => finish('FAILED', error instanceof Error ? `${error.name} ${error.message}` : '', signal),
    );
  }

  function finish(status: 'SUCCEEDED' | 'FAILED', error: string, signal: AbortSignal): void {
    if (signal.aborted) return;
    execution.status = status;
    execution.error = error;
    ended(execution);
  }

  function restart(): void {
    if (execution.status !== 'RUNNING') return;
    abort.abort(new Error('power cut'));
    abort = new AbortController();
    after(2_000, walk);
  }

  walk();
  return execution;
}

/** `${PlanShard}` is functions/plan-shard. */
function folderOf(name: string): string {
  return name
    .replace(/^\$\{|\}$/g, '')
    .replaceAll(/(?<!^)[A-Z]/g, '-$&')
    .toLowerCase();
}

function asTask(error: unknown): never {
  throw error instanceof Error ? new StatesError(error.name, error.message) : error;
}
