import { AsyncLocalStorage } from 'node:async_hooks';

/** One call of a function: what the world knows about whoever asks it something. */
export interface Invocation {
  readonly name: string;
  readonly event: unknown;
  /** It does nothing any more, and nobody hears of it. */
  dead: boolean;
  /** A fault met it, or another copy of it runs: what it does once may be done again. */
  disturbed: boolean;
  /** The flags it was given last; undefined: it could not read any. */
  flags: unknown;
  /** The newest deployment of configuration it has seen; 0: it has not looked. */
  seen: number;
  /** Ends it for whoever called, with this error. */
  readonly fail: (error: string) => void;
}

/** A request to a service that was sent and not answered yet. */
export interface Call {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly by: Invocation;
  readonly answer: (value: unknown) => void;
  readonly fail: (error: Error) => void;
}

export const invocations = new AsyncLocalStorage<Invocation>();
/** In the order sent. */
export const pending: Call[] = [];

export function ask(name: string, input: Readonly<Record<string, unknown>>): Promise<unknown> {
  const by = invocations.getStore();
  if (by === undefined) throw new Error(`${name} outside an invocation`);
  return new Promise((answer, fail) => {
    if (!by.dead) pending.push({ name, input, by, answer, fail });
  });
}

/** An error as the SDK throws it. */
export function sdkError(name: string, status = 400): Error {
  return Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status } });
}
