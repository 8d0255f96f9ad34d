import { declared } from '../../../infra/config/functions.ts';
import { type Invocation, invocations } from './calls.ts';

export type Handlers = Readonly<Record<string, (event: unknown, context: never) => Promise<unknown>>>;
/** `copied`: another copy of it runs at the same time. */
export type Invoke = (name: string, event: unknown, copied?: boolean) => Promise<unknown>;
/** Calls back in so many milliseconds, unless that is taken back. */
export type Later = (ms: number, call: () => void) => () => void;

/** A function that failed, as whoever called it learns: its error's name. */
export class FunctionFailed extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** How a function that takes longer than declared is reported. */
const TIMED_OUT = 'Sandbox.Timedout';

/** Calls functions, knows which of them run, and ends those that run longer than is declared of them. */
export function functionsOf(handlers: Handlers, later: Later) {
  /** And how to take back the end of its time. */
  const live = new Map<Invocation, () => void>();

  const gone = (invocation: Invocation) => {
    live.get(invocation)?.();
    live.delete(invocation);
  };
  /** It does nothing any more; whoever called learns of this error. */
  const kill = (invocation: Invocation, error: string) => {
    invocation.dead = true;
    invocation.disturbed = true;
    gone(invocation);
    invocation.fail(error);
  };

  const invoke: Invoke = (name, event, copied = false) => {
    const handler = handlers[name];
    if (handler === undefined) throw new Error(`there is no function ${name}`);
    return new Promise((resolve, reject) => {
      const invocation: Invocation = {
        name,
        event,
        dead: false,
        disturbed: copied,
        flags: undefined,
        seen: 0,
        fail: (error) => reject(new FunctionFailed(error, 'a fault of the schedule')),
      };
      live.set(
        invocation,
        later(declared(name).seconds * 1000, () => kill(invocation, TIMED_OUT)),
      );
      const ended = (settle: () => void) => {
        gone(invocation);
        if (!invocation.dead) settle();
      };
      invocations
        .run(invocation, () => handlerCalled(handler, event))
        .then(
          (answer) => ended(() => resolve(answer)),
          (error: unknown) => ended(() => reject(failure(error))),
        );
    });
  };
  return { invoke, kill, live };
}

function handlerCalled(handler: Handlers[string], event: unknown): Promise<unknown> {
  // Functions of this product ask nothing of what Lambda passes beside the event.
  return Reflect.apply(handler, undefined, [JSON.parse(JSON.stringify(event)), {}]);
}

function failure(error: unknown): FunctionFailed {
  return error instanceof Error ? new FunctionFailed(error.name, error.message) : new FunctionFailed('Error', '');
}
