import { type Invocation, invocations } from './calls.ts';

export type Handlers = Readonly<Record<string, (event: unknown, context: never) => Promise<unknown>>>;
/** `copied`: another copy of it runs at the same time. */
export type Invoke = (name: string, event: unknown, copied?: boolean) => Promise<unknown>;

/** A function that failed, as whoever called it learns: its error's name. */
export class FunctionFailed extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** Calls functions, and knows which of them run. */
export function functionsOf(handlers: Handlers) {
  const live = new Set<Invocation>();
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
        fail: (error) => reject(new FunctionFailed(error, 'a fault of the schedule')),
      };
      live.add(invocation);
      const ended = (settle: () => void) => {
        live.delete(invocation);
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
  return { invoke, live };
}

function handlerCalled(handler: Handlers[string], event: unknown): Promise<unknown> {
  // Functions of this product ask nothing of what Lambda passes beside the event.
  return Reflect.apply(handler, undefined, [JSON.parse(JSON.stringify(event)), {}]);
}

function failure(error: unknown): FunctionFailed {
  return error instanceof Error ? new FunctionFailed(error.name, error.message) : new FunctionFailed('Error', '');
}
