import { randomUUID } from 'node:crypto';
import { AwsError } from './aws-endpoint.ts';
import { type Json, parseJson } from './json.ts';
import { StatesError } from './states/error.ts';
import { after } from './states/timer.ts';

export type TaskAnswer =
  | { readonly ok: true; readonly output: Json }
  | { readonly ok: false; readonly error: string; readonly cause: string };

/** Who waits for which token. A token belongs to one attempt and is good for one answer. */
export type TaskTokens = {
  issue(): string;
  /**
   * Waits for the answer to a token.
   * @param deadline epoch milliseconds after which the attempt fails with `States.Timeout`
   * @param keep called with the answer before the sender is told that it was taken
   * @throws StatesError the sender's failure, `States.Timeout` or `States.HeartbeatTimeout`
   */
  wait(token: string, options: WaitOptions): Promise<Json>;
  succeed(token: string, output: string): void;
  fail(token: string, error: string, cause: string): void;
  heartbeat(token: string): void;
};

export type WaitOptions = {
  readonly deadline: number | undefined;
  readonly heartbeatMs: number | undefined;
  readonly signal: AbortSignal;
  readonly keep: (answer: TaskAnswer) => void;
};

const PREFIX = 'local-task-';

export function taskTokens(): TaskTokens {
  const waiting = new Map<string, { answer(answer: TaskAnswer): void; beat(): void }>();
  const pending = (token: string) => {
    const found = waiting.get(token);
    if (found !== undefined) return found;
    if (token.startsWith(PREFIX)) {
      throw new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
    }
    throw new AwsError('InvalidToken', 'Invalid Token: it was not issued by this host');
  };
  return {
    issue: () => `${PREFIX}${randomUUID()}`,
    wait: (token, options) =>
      new Promise((resolve, reject) => {
        const { deadline, heartbeatMs, signal, keep } = options;
        const settle = (act: () => void) => {
          waiting.delete(token);
          timeout?.cancel();
          silence?.cancel();
          signal.removeEventListener('abort', stop);
          act();
        };
        const stop = () => settle(() => reject(signal.reason));
        const expire = (error: string, cause: string) => settle(() => reject(new StatesError(error, cause)));
        const listenOn = () =>
          heartbeatMs === undefined
            ? undefined
            : after(heartbeatMs, () => expire('States.HeartbeatTimeout', `no heartbeat for ${heartbeatMs / 1000} s`));
        const timeout =
          deadline === undefined
            ? undefined
            : after(deadline - Date.now(), () => expire('States.Timeout', 'no answer to the task token in time'));
        let silence = listenOn();
        if (signal.aborted) return stop();
        signal.addEventListener('abort', stop, { once: true });
        waiting.set(token, {
          answer: (answer) => {
            keep(answer);
            settle(() => {
              if (answer.ok) resolve(answer.output);
              else reject(new StatesError(answer.error, answer.cause));
            });
          },
          beat: () => {
            silence?.cancel();
            silence = listenOn();
          },
        });
      }),
    succeed: (token, output) => {
      const task = pending(token);
      let value: Json;
      try {
        value = parseJson(output);
      } catch {
        throw new AwsError('InvalidOutput', 'Invalid Output: it is not JSON');
      }
      task.answer({ ok: true, output: value });
    },
    fail: (token, error, cause) => pending(token).answer({ ok: false, error, cause }),
    heartbeat: (token) => pending(token).beat(),
  };
}
