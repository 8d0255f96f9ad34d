import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { type Json, numberOr, parseJson } from './json.ts';
import type { FunctionsOptions, Outcome } from './lambda.ts';
import { environmentOf, settingsOf } from './lambda-code.ts';
import { READY, type WorkerAnswer, type WorkerRequest } from './lambda-worker.ts';
import type { Resource } from './template.ts';

/** Lambda's limit for request and response of a synchronous invocation, bytes. */
const PAYLOAD_LIMIT = 6 * 1024 * 1024;

/** How many copies of one function may run at a time; more invocations wait their turn. */
const COPIES = 3;

/** One function: worker threads that are started when they are needed, kept, and ended when they take too long. */
export class Pool {
  readonly #resource: Resource;
  readonly #options: FunctionsOptions;
  readonly #idle: Worker[] = [];
  readonly #all = new Set<Worker>();
  readonly #ready = new WeakMap<Worker, Promise<void>>();
  readonly #queue: ((worker: Worker | undefined) => void)[] = [];
  readonly #timeoutMs: number;
  readonly #memoryMb: number;
  #closed = false;

  constructor(resource: Resource, options: FunctionsOptions) {
    this.#resource = resource;
    this.#options = options;
    this.#timeoutMs = numberOr(resource.properties, 'Timeout', 3) * 1000;
    this.#memoryMb = numberOr(resource.properties, 'MemorySize', 128);
  }

  async invoke(event: Json): Promise<Outcome> {
    const body = JSON.stringify(event);
    if (Buffer.byteLength(body) > PAYLOAD_LIMIT) {
      return failed('RequestEntityTooLargeException', `Request must be smaller than ${PAYLOAD_LIMIT} bytes`);
    }
    const worker = await this.#take();
    if (worker === undefined) return failed('ServiceException', `${this.#resource.name} is being shut down`);
    const outcome = await this.#run(worker, body);
    this.#give(worker);
    return outcome;
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const waiting of this.#queue.splice(0)) waiting(undefined);
    await Promise.all([...this.#all].map((worker) => worker.terminate()));
  }

  #take(): Promise<Worker | undefined> | Worker | undefined {
    if (this.#closed) return undefined;
    const idle = this.#idle.pop();
    if (idle !== undefined) return idle;
    if (this.#all.size < COPIES) return this.#start();
    return new Promise((resolve) => this.#queue.push(resolve));
  }

  #give(worker: Worker): void {
    const waiting = this.#queue.shift();
    if (!this.#all.has(worker)) {
      // Terminated by time-out or crash: whoever waits gets a fresh copy.
      waiting?.(this.#closed ? undefined : this.#start());
    } else if (waiting !== undefined) waiting(worker);
    else this.#idle.push(worker);
  }

  #start(): Worker {
    const { resource, settings } = { resource: this.#resource, settings: settingsOf(this.#resource, this.#options) };
    const worker = new Worker(new URL('./lambda-worker.ts', import.meta.url), {
      workerData: settings,
      env: environmentOf(resource, this.#options, this.#memoryMb),
      stdout: true,
      stderr: true,
      execArgv: ['--enable-source-maps', '--disable-warning=ExperimentalWarning'],
      resourceLimits: { maxOldGenerationSizeMb: this.#memoryMb },
    });
    for (const stream of [worker.stdout, worker.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (chunk: string) => {
        for (const line of chunk.split('\n')) if (line !== '') this.#options.log(resource.name, line);
      });
    }
    this.#all.add(worker);
    const forget = () => {
      this.#all.delete(worker);
      const index = this.#idle.indexOf(worker);
      if (index >= 0) this.#idle.splice(index, 1);
    };
    worker.on('exit', forget);
    worker.on('error', forget);
    this.#ready.set(worker, started(worker));
    return worker;
  }

  async #run(worker: Worker, event: string): Promise<Outcome> {
    const id = randomUUID();
    await this.#ready.get(worker);
    if (!this.#all.has(worker)) return failed('Runtime.ExitError', `RequestId: ${id} Error: Runtime exited at start`);
    return new Promise((resolve) => {
      const settle = (outcome: Outcome) => {
        clearTimeout(timer);
        worker.off('message', onAnswer);
        worker.off('error', onCrash);
        worker.off('exit', onExit);
        resolve(outcome);
      };
      const onAnswer = (answer: WorkerAnswer | typeof READY) => {
        if (answer !== READY && answer.id === id) settle(answer.ok ? accepted(answer.result) : answer);
      };
      const onCrash = (error: Error) => {
        this.#all.delete(worker);
        const memory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
        settle(
          failed(memory ? 'Runtime.OutOfMemory' : 'Runtime.ExitError', `RequestId: ${id} Error: ${error.message}`),
        );
      };
      const onExit = () => {
        this.#all.delete(worker);
        settle(failed('Runtime.ExitError', `RequestId: ${id} Error: Runtime exited`));
      };
      const timer = setTimeout(() => {
        this.#all.delete(worker);
        const seconds = (this.#timeoutMs / 1000).toFixed(2);
        settle(failed('Sandbox.Timedout', `RequestId: ${id} Error: Task timed out after ${seconds} seconds`));
        void worker.terminate();
      }, this.#timeoutMs);
      worker.on('message', onAnswer);
      worker.on('error', onCrash);
      worker.on('exit', onExit);
      const request: WorkerRequest = { id, event, deadline: Date.now() + this.#timeoutMs };
      worker.postMessage(request);
    });
  }
}

/** Settled when the code is loaded, or when there is nothing to wait for any more. */
function started(worker: Worker): Promise<void> {
  return new Promise((resolve) => {
    worker.on('message', (message: WorkerAnswer | typeof READY) => {
      if (message === READY) resolve();
    });
    worker.once('exit', () => resolve());
    worker.once('error', () => resolve());
  });
}

export function failed(errorType: string, errorMessage: string): Outcome {
  return { ok: false, error: { errorType, errorMessage, trace: [] } };
}

function accepted(result: string): Outcome {
  if (Buffer.byteLength(result) > PAYLOAD_LIMIT) {
    const size = Buffer.byteLength(result);
    return failed(
      'Function.ResponseSizeTooLarge',
      `Response payload size (${size} bytes) exceeded maximum allowed payload size (${PAYLOAD_LIMIT} bytes).`,
    );
  }
  return { ok: true, payload: parseJson(result) };
}
