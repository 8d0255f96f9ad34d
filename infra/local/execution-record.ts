import { isObject, type Json, type JsonObject, text } from './json.ts';
import type { Start } from './states/interpreter.ts';
import type { TaskAnswer } from './task-tokens.ts';

export type Machine = { readonly arn: string; readonly name: string; readonly definition: Json };
export type Status = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
export type HistoryEvent = { id: number; type: string; at: string; detail: Json };

/** One execution as it lies on disk. */
export type Execution = {
  readonly arn: string;
  readonly machine: string;
  readonly name: string;
  readonly input: Json;
  readonly startedAt: string;
  status: Status;
  stoppedAt?: string;
  output?: Json;
  error?: string;
  cause?: string;
  /** the state to go on from after a kill */
  at: Start | null;
  /** the open task token of that state */
  waiting: Waiting | null;
  events: HistoryEvent[];
};

export type Waiting = {
  readonly state: string;
  readonly token: string;
  readonly deadline: number | null;
  /** the request that carries the token was performed to its end */
  sent: boolean;
  answer: TaskAnswer | null;
};

/** What `$$` holds of an execution: the same after a restart as before. */
export function contextOf(machine: Machine, execution: Execution): JsonObject {
  const { arn, name, input, startedAt } = execution;
  return {
    Execution: { Id: arn, Name: name, Input: input, StartTime: startedAt, RoleArn: '', RedriveCount: 0 },
    StateMachine: { Id: machine.arn, Name: machine.name },
  };
}

/** Undefined: it is no record of an execution. */
export function readExecution(value: Json): Execution | undefined {
  const parts = ['arn', 'machine', 'name', 'startedAt', 'status'].map((key) => text(value, key));
  if (parts.includes(undefined) || !isObject(value)) return undefined;
  return isExecution(value) ? value : undefined;
}

/** Only this class writes the records, each in one piece: the members checked above tell its own from others. */
function isExecution(value: unknown): value is Execution {
  return isObject(value) && Array.isArray(value['events']) && 'input' in value;
}
