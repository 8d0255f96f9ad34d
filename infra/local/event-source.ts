import { type Json, list, member, numberOr, requiredText, text } from './json.ts';
import type { Functions } from './lambda.ts';
import type { Received } from './queue.ts';
import { type Queues, systemAttributes } from './sqs.ts';
import type { Resource, Resources } from './template.ts';

export type EventSources = { stop(): void };

/** Polls the queues of the template's event source mappings and hands their messages to the functions. */
export function startEventSources(
  resources: Resources,
  queues: Queues,
  functions: Functions,
  region: string,
  log: (line: string) => void,
): EventSources {
  const stop = new AbortController();
  const mappings = resources
    .ofType('AWS::Lambda::EventSourceMapping')
    .filter(({ properties }) => member(properties, 'Enabled') !== false);
  for (const mapping of mappings) {
    poll(mapping, { queues, functions, region, log, signal: stop.signal }).catch((error: unknown) =>
      log(`${mapping.id}: ${error instanceof Error ? error.message : error}`),
    );
  }
  return { stop: () => stop.abort() };
}

type Polling = {
  readonly queues: Queues;
  readonly functions: Functions;
  readonly region: string;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
};

/** How often a queue with nothing in it is looked at, milliseconds. */
const PAUSE_MS = 100;

async function poll({ id, properties }: Resource, polling: Polling): Promise<void> {
  const { queues, functions, region, log, signal } = polling;
  const arn = requiredText(properties, 'EventSourceArn', id);
  if (!arn.startsWith('arn:aws:sqs:'))
    throw new Error(`${id}: event source ${arn} is not a queue; only queues are polled`);
  const target = requiredText(properties, 'FunctionName', id);
  const most = numberOr(properties, 'BatchSize', 10);
  const partial = list(properties, 'FunctionResponseTypes').includes('ReportBatchItemFailures');
  while (!signal.aborted) {
    const messages = queues.receiveFrom(arn, most);
    if (messages.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      continue;
    }
    const outcome = await functions.invoke(target, {
      Records: messages.map((message) => record(message, arn, region)),
    });
    if (signal.aborted) return; // the host is closing: the messages become visible again by themselves
    if (!outcome.ok) {
      log(`${target} failed on ${messages.length} messages: ${outcome.error.errorType}: ${outcome.error.errorMessage}`);
      continue;
    }
    const failures = partial
      ? list(outcome.payload, 'batchItemFailures').map((item) => text(item, 'itemIdentifier'))
      : [];
    for (const { id: message, receipt } of messages) if (!failures.includes(message)) queues.remove(arn, receipt);
  }
}

function record(message: Received, arn: string, region: string): Json {
  return {
    messageId: message.id,
    receiptHandle: message.receipt,
    body: message.body,
    attributes: systemAttributes(message),
    messageAttributes: Object.fromEntries(
      Object.entries(message.attributes).map(([name, value]) => [
        name,
        { stringValue: text(value, 'StringValue') ?? '', dataType: text(value, 'DataType') ?? 'String' },
      ]),
    ),
    md5OfBody: message.md5,
    eventSource: 'aws:sqs',
    eventSourceARN: arn,
    awsRegion: region,
  };
}
