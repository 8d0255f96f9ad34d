import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { AwsError, type AwsService, jsonService } from './aws-endpoint.ts';
import { type Documents, documents } from './durable.ts';
import { isObject, type Json, type JsonObject, list, member, numberOr, parseJson, text } from './json.ts';
import type { Resource, Resources } from './template.ts';

/** A message that a receiver holds for the visibility time-out. */
export type Received = {
  readonly id: string;
  readonly receipt: string;
  readonly body: string;
  readonly md5: string;
  readonly sentAt: number;
  readonly receiveCount: number;
  readonly firstReceivedAt: number;
  readonly attributes: JsonObject;
};

export type Sending = {
  readonly body: string;
  readonly delaySeconds: number | undefined;
  readonly attributes: JsonObject;
};

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

type Stored = {
  readonly id: string;
  readonly body: string;
  readonly attributes: JsonObject;
  readonly sentAt: number;
  receiveCount: number;
  firstReceivedAt: number;
  visibleAt: number;
};

/** SQS's limit for one message, bytes. */
const MESSAGE_LIMIT = 1024 * 1024;

class Queue {
  readonly name: string;
  readonly url: string;
  readonly #arn: string;
  readonly #visibilityMs: number;
  readonly #delayMs: number;
  readonly #redrive: { readonly target: string; readonly after: number } | undefined;
  readonly #messages = new Map<string, Stored>();
  readonly #receipts = new Map<string, string>();
  readonly #files: Documents;

  constructor({ id, name, ref, attributes, properties }: Resource, folder: string) {
    if (member(properties, 'FifoQueue') === true) throw new Error(`${id}: FIFO queues are not run on this host`);
    this.name = name;
    this.url = ref;
    this.#arn = attributes['Arn'] ?? '';
    this.#visibilityMs = numberOr(properties, 'VisibilityTimeout', 30) * 1000;
    this.#delayMs = numberOr(properties, 'DelaySeconds', 0) * 1000;
    const given = member(properties, 'RedrivePolicy');
    const policy = typeof given === 'string' ? parseJson(given) : given;
    const target = text(policy, 'deadLetterTargetArn');
    this.#redrive = target === undefined ? undefined : { target, after: numberOr(policy, 'maxReceiveCount', 10) };
    this.#files = documents(join(folder, name));
    for (const { value } of this.#files.all()) if (isStored(value)) this.#messages.set(value.id, value);
  }

  get depth(): number {
    return this.#messages.size;
  }

  send({ body, attributes, delaySeconds }: Sending): { id: string; md5: string } {
    if (Buffer.byteLength(body) > MESSAGE_LIMIT) {
      throw new AwsError('InvalidParameterValue', `the message has over ${MESSAGE_LIMIT} bytes`);
    }
    const id = randomUUID();
    const sentAt = Date.now();
    const visibleAt = sentAt + (delaySeconds === undefined ? this.#delayMs : delaySeconds * 1000);
    this.take({ id, body, attributes, sentAt, receiveCount: 0, firstReceivedAt: 0, visibleAt });
    return { id, md5: md5(body) };
  }

  take(message: Stored): void {
    this.#messages.set(message.id, message);
    this.#save(message);
  }

  receive(
    most: number,
    seconds: number | undefined,
    deadLetter: (target: string, message: Stored) => void,
  ): Received[] {
    const now = Date.now();
    const found: Received[] = [];
    for (const message of this.#messages.values()) {
      if (found.length >= most) break;
      if (message.visibleAt > now) continue;
      if (this.#redrive !== undefined && message.receiveCount >= this.#redrive.after) {
        // Into the other queue first: a kill in between leaves it twice rather than nowhere.
        deadLetter(this.#redrive.target, { ...message, receiveCount: 0, visibleAt: now });
        this.#forget(message.id);
        continue;
      }
      message.receiveCount += 1;
      message.firstReceivedAt ||= now;
      message.visibleAt = now + (seconds === undefined ? this.#visibilityMs : seconds * 1000);
      this.#save(message);
      const receipt = randomUUID();
      this.#receipts.set(receipt, message.id);
      found.push({ ...message, receipt, md5: md5(message.body) });
    }
    return found;
  }

  remove(receipt: string): void {
    this.#forget(this.#holder(receipt));
    this.#receipts.delete(receipt);
  }

  hide(receipt: string, seconds: number): void {
    const message = this.#messages.get(this.#holder(receipt));
    if (message === undefined) return;
    message.visibleAt = Date.now() + seconds * 1000;
    this.#save(message);
  }

  purge(): JsonObject {
    for (const id of [...this.#messages.keys()]) this.#forget(id);
    return {};
  }

  describe(): JsonObject {
    const now = Date.now();
    const messages = [...this.#messages.values()];
    const visible = messages.filter((message) => message.visibleAt <= now).length;
    return {
      Attributes: {
        QueueArn: this.#arn,
        ApproximateNumberOfMessages: String(visible),
        ApproximateNumberOfMessagesNotVisible: String(messages.length - visible),
        VisibilityTimeout: String(this.#visibilityMs / 1000),
      },
    };
  }

  #holder(receipt: string): string {
    const id = this.#receipts.get(receipt);
    if (id === undefined) throw new AwsError('ReceiptHandleIsInvalid', 'The receipt handle is not valid');
    return id;
  }

  #forget(id: string): void {
    this.#messages.delete(id);
    this.#files.remove(id);
  }

  #save(message: Stored): void {
    this.#files.put(message.id, { ...message });
  }
}

function isStored(value: unknown): value is Stored {
  return isObject(value) && typeof value['id'] === 'string' && typeof value['body'] === 'string';
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

function md5(body: string): string {
  return createHash('md5').update(body).digest('hex');
}
