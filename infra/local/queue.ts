import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { AwsError } from './aws-endpoint.ts';
import { type Documents, documents } from './durable.ts';
import { isObject, type JsonObject, member, numberOr, parseJson, text } from './json.ts';
import type { Resource } from './template.ts';

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

export type Stored = {
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

/** One queue: visibility time-out, delay and redrive as SQS has them; every message is a file until it is deleted. */
export class Queue {
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
      // Kept as visible: a process that is killed takes its receivers with it, and the next one need not wait for them.
      this.#save(message);
      message.visibleAt = now + (seconds === undefined ? this.#visibilityMs : seconds * 1000);
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

function md5(body: string): string {
  return createHash('md5').update(body).digest('hex');
}
