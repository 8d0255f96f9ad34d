import { randomUUID } from 'node:crypto';
import { isObject, type Json, member, parseJson, text } from './json.ts';
import type { Functions } from './lambda.ts';
import type { Queues } from './sqs.ts';

/** What schedules and rules may set off. */
export type Targets = {
  readonly functions: Functions;
  readonly queues: Queues;
  /** @param machine ARN of the state machine */
  readonly startExecution: (machine: string, name: string, input: Json) => void;
};

/**
 * Hands an event to a target by its ARN: a function (asynchronously: its failure is only reported), a state machine, a queue,
 * or one of Scheduler's universal targets for them.
 * @throws Error when the target is of a kind this host does not run
 */
export async function deliver(arn: string, input: Json, targets: Targets, log: (line: string) => void): Promise<void> {
  if (arn.startsWith('arn:aws:lambda:')) {
    const outcome = await targets.functions.invoke(arn, input);
    if (!outcome.ok) log(`${arn} failed: ${outcome.error.errorType}: ${outcome.error.errorMessage}`);
  } else if (arn.startsWith('arn:aws:states:') && arn.includes(':stateMachine:')) {
    targets.startExecution(arn, randomUUID(), input);
  } else if (arn.startsWith('arn:aws:sqs:')) {
    targets.queues.sendTo(arn, { body: JSON.stringify(input), delaySeconds: undefined, attributes: {} });
  } else if (arn === 'arn:aws:scheduler:::aws-sdk:sfn:startExecution') {
    const given = member(input, 'Input');
    const data = typeof given === 'string' ? parseJson(given) : (given ?? {});
    targets.startExecution(text(input, 'StateMachineArn') ?? '', text(input, 'Name') ?? randomUUID(), data);
  } else if (arn === 'arn:aws:scheduler:::aws-sdk:lambda:invoke') {
    const given = member(input, 'Payload');
    const payload = typeof given === 'string' ? parseJson(given) : (given ?? {});
    await deliver(`arn:aws:lambda:::function:${text(input, 'FunctionName') ?? ''}`, payload, targets, log);
  } else {
    throw new Error(`target ${arn} is not run on this host; there are functions, state machines and queues`);
  }
}

/** The JSON a target's `Input` text stands for; absent means the event itself. */
export function inputOf(target: Json, event: Json): Json {
  const given = text(target, 'Input');
  if (given === undefined) return event;
  try {
    return parseJson(given);
  } catch {
    return isObject(event) ? given : event;
  }
}
