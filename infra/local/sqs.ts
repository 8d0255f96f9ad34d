import { AwsError, type AwsService, jsonService } from './aws-endpoint.ts';
import { isObject, type Json, type JsonObject, list, member, numberOr, text } from './json.ts';
import { Queue, type Received, type Sending, type Stored } from './queue.ts';
import type { Resources } from './template.ts';

export type Queues = {
  readonly service: AwsService;
  /** @param queue URL, ARN or name @throws AwsError when there is no such queue */
  sendTo(queue: string, message: Sending): { id: string; md5: string };
  receiveFrom(queue: string, most: number): Received[];
  remove(queue: string, receipt: string): void;
  /** how many messages lie in the queue, whether visible or not */
  depth(queue: string): number;
};

/** The queues of the template; every message is a file until it is deleted, so nothing is lost by a kill. */
export function openQueues(resources: Resources, folder: string): Queues {
  const queues = resources.ofType('AWS::SQS::Queue').map((resource) => new Queue(resource, folder));
  const find = (reference: string) => {
    const name = reference.split(/[/:]/).at(-1);
    const queue = queues.find((one) => one.name === name);
    if (queue === undefined) {
      throw new AwsError('QueueDoesNotExist', `The specified queue does not exist: ${reference}`);
    }
    return queue;
  };
  const deadLetter = (target: string, message: Stored) => find(target).take(message);
  const receive = (queue: Queue, most: number, seconds?: number) => queue.receive(most, seconds, deadLetter);
  const service = jsonService('1.0', {
    GetQueueUrl: (input) => ({ QueueUrl: find(text(input, 'QueueName') ?? '').url }),
    ListQueues: () => ({ QueueUrls: queues.map(({ url }) => url) }),
    GetQueueAttributes: (input) => find(text(input, 'QueueUrl') ?? '').describe(),
    PurgeQueue: (input) => find(text(input, 'QueueUrl') ?? '').purge(),
    SendMessage: (input) => {
      const { id, md5 } = find(text(input, 'QueueUrl') ?? '').send(sending(input));
      return { MessageId: id, MD5OfMessageBody: md5 };
    },
    SendMessageBatch: (input) => {
      const queue = find(text(input, 'QueueUrl') ?? '');
      const sent = list(input, 'Entries').map((entry) => {
        const { id, md5 } = queue.send(sending(entry));
        return { Id: text(entry, 'Id') ?? '', MessageId: id, MD5OfMessageBody: md5 };
      });
      return { Successful: sent, Failed: [] };
    },
    ReceiveMessage: async (input) => {
      const queue = find(text(input, 'QueueUrl') ?? '');
      const until = Date.now() + numberOr(input, 'WaitTimeSeconds', 0) * 1000;
      const seconds = member(input, 'VisibilityTimeout');
      for (;;) {
        const most = numberOr(input, 'MaxNumberOfMessages', 1);
        const found = receive(queue, most, typeof seconds === 'number' ? seconds : undefined);
        if (found.length > 0 || Date.now() >= until) return { Messages: found.map(asMessage) };
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    DeleteMessage: (input) => {
      find(text(input, 'QueueUrl') ?? '').remove(text(input, 'ReceiptHandle') ?? '');
      return {};
    },
    DeleteMessageBatch: (input) => {
      const queue = find(text(input, 'QueueUrl') ?? '');
      for (const entry of list(input, 'Entries')) queue.remove(text(entry, 'ReceiptHandle') ?? '');
      return { Successful: list(input, 'Entries').map((entry) => ({ Id: text(entry, 'Id') ?? '' })), Failed: [] };
    },
    ChangeMessageVisibility: (input) => {
      const queue = find(text(input, 'QueueUrl') ?? '');
      queue.hide(text(input, 'ReceiptHandle') ?? '', numberOr(input, 'VisibilityTimeout', 0));
      return {};
    },
  });
  return {
    service,
    sendTo: (queue, message) => find(queue).send(message),
    receiveFrom: (queue, most) => receive(find(queue), most),
    remove: (queue, receipt) => find(queue).remove(receipt),
    depth: (queue) => find(queue).depth,
  };
}

function sending(input: Json): Sending {
  const attributes = member(input, 'MessageAttributes');
  const delay = member(input, 'DelaySeconds');
  return {
    body: text(input, 'MessageBody') ?? '',
    delaySeconds: typeof delay === 'number' ? delay : undefined,
    attributes: isObject(attributes) ? attributes : {},
  };
}

function asMessage(message: Received): JsonObject {
  return {
    MessageId: message.id,
    ReceiptHandle: message.receipt,
    Body: message.body,
    MD5OfBody: message.md5,
    Attributes: systemAttributes(message),
    MessageAttributes: message.attributes,
  };
}

export function systemAttributes(message: Received): JsonObject {
  return {
    ApproximateReceiveCount: String(message.receiveCount),
    SentTimestamp: String(message.sentAt),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    SenderId: 'local',
  };
}
