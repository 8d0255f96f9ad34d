/** An error a state machine can match in `Retry` and `Catch`: its name is what `ErrorEquals` compares. */
export class StatesError extends Error {
  override readonly cause: string;

  constructor(name: string, cause: string) {
    super(cause === '' ? name : `${name}: ${cause}`);
    this.name = name;
    this.cause = cause;
  }
}

/** A broken path or a broken definition: no `Catch` sees it except by its exact name. */
export function runtimeError(cause: string): StatesError {
  return new StatesError('States.Runtime', cause);
}

/** Any thrown thing as the error its state reports. */
export function asStatesError(error: unknown): StatesError {
  if (error instanceof StatesError) return error;
  return runtimeError(error instanceof Error ? error.message : String(error));
}

/** Not matched by `States.ALL`, as on AWS. */
const TERMINAL = ['States.Runtime', 'States.DataLimitExceeded'];
const TIMEOUTS = ['States.Timeout', 'States.HeartbeatTimeout'];

/** Whether an `ErrorEquals` list matches (Amazon States Language, "Errors"). */
export function matches(errorEquals: readonly string[], error: StatesError): boolean {
  return errorEquals.some((pattern) => {
    if (pattern === error.name) return true;
    if (pattern === 'States.Timeout') return TIMEOUTS.includes(error.name);
    if (pattern === 'States.TaskFailed') return !error.name.startsWith('States.') || error.name === 'States.TaskFailed';
    return pattern === 'States.ALL' && !TERMINAL.includes(error.name);
  });
}
