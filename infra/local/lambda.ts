import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { assetPath } from './assets.ts';
import { writeWhole } from './durable.ts';
import { isObject, type Json, type JsonObject, member, numberOr, parseJson, requiredText, text } from './json.ts';
import type { FunctionError, WorkerAnswer, WorkerRequest, WorkerSettings } from './lambda-worker.ts';
import type { Resource, Resources } from './template.ts';

export type Outcome =
  | { readonly ok: true; readonly payload: Json }
  | { readonly ok: false; readonly error: FunctionError };

/** The functions of the template, each in worker threads of its own. */
export type Functions = {
  /** @param reference function name, ARN, qualified ARN, or an API Gateway invocation URI that contains one */
  invoke(reference: string, event: Json): Promise<Outcome>;
  close(): Promise<void>;
};

export type FunctionsOptions = {
  readonly assetRoot: string;
  /** for functions whose code stands in the template itself */
  readonly inlineFolder: string;
  /** what every function gets besides its own variables: region, credentials, endpoints */
  readonly environment: Readonly<Record<string, string>>;
  readonly log: (functionName: string, line: string) => void;
};

/** Lambda's limit for request and response of a synchronous invocation, bytes. */
export const PAYLOAD_LIMIT = 6 * 1024 * 1024;

/** How many copies of one function may run at a time; more invocations wait their turn. */
const COPIES = 3;

export function startFunctions(resources: Resources, options: FunctionsOptions): Functions {
  const pools = new Map<string, Pool>();
  for (const resource of resources.ofType('AWS::Lambda::Function')) {
    pools.set(resource.name, new Pool(resource, options));
  }
  return {
    invoke: async (reference, event) => {
      const name = functionName(reference);
      const pool = pools.get(name);
      if (pool === undefined) {
        return failed('ResourceNotFoundException', `Function not found: ${name}`);
      }
      return pool.invoke(event);
    },
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}

/** The plain name inside an ARN, a qualified ARN or an invocation URI. */
export function functionName(reference: string): string {
  return /:function:([A-Za-z0-9-_]+)/.exec(reference)?.[1] ?? reference.split(':')[0] ?? reference;
}

export function failed(errorType: string, errorMessage: string): Outcome {
  return { ok: false, error: { errorType, errorMessage, trace: [] } };
}

class Pool {
  readonly #resource: Resource;
  readonly #options: FunctionsOptions;
  readonly #idle: Worker[] = [];
  readonly #all = new Set<Worker>();
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
    return worker;
  }

  #run(worker: Worker, event: string): Promise<Outcome> {
    const id = randomUUID();
    return new Promise((resolve) => {
      const settle = (outcome: Outcome) => {
        clearTimeout(timer);
        worker.off('message', onAnswer);
        worker.off('error', onCrash);
        worker.off('exit', onExit);
        resolve(outcome);
      };
      const onAnswer = (answer: WorkerAnswer) => {
        if (answer.id === id) settle(answer.ok ? accepted(answer.result) : answer);
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

function settingsOf(resource: Resource, options: FunctionsOptions): WorkerSettings {
  const [file = '', handler = ''] = requiredText(resource.properties, 'Handler', resource.id).split(/\.(?=[^.]+$)/);
  const folder = codeFolder(resource, options);
  const found = ['mjs', 'js', 'cjs'].map((ending) => join(folder, `${file}.${ending}`)).find(existsSync);
  if (found === undefined) throw new Error(`${resource.id}: no ${file}.mjs, .js or .cjs in ${folder}; build first`);
  return {
    file: found,
    handler,
    name: resource.name,
    arn: resource.attributes['Arn'] ?? '',
    memoryMb: String(numberOr(resource.properties, 'MemorySize', 128)),
  };
}

function codeFolder(resource: Resource, options: FunctionsOptions): string {
  const code: JsonObject | Json | undefined = member(resource.properties, 'Code');
  const inline = text(code, 'ZipFile');
  if (inline !== undefined) {
    const folder = join(options.inlineFolder, resource.name);
    mkdirSync(folder, { recursive: true });
    writeWhole(join(folder, 'index.cjs'), inline);
    return folder;
  }
  const path = assetPath(options.assetRoot, requiredText(code, 'S3Key', resource.id));
  if (statSync(path).isDirectory()) return path;
  throw new Error(`${resource.id}: asset ${path} is a file; this host runs code from folders only`);
}

function environmentOf(resource: Resource, options: FunctionsOptions, memoryMb: number): Record<string, string> {
  const own = member(member(resource.properties, 'Environment'), 'Variables');
  const variables = isObject(own) ? Object.entries(own).map(([key, value]) => [key, String(value)] as const) : [];
  return {
    TZ: 'UTC',
    PATH: process.env['PATH'] ?? '',
    AWS_LAMBDA_FUNCTION_NAME: resource.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${resource.name}`,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    ...Object.fromEntries(variables),
    ...options.environment,
  };
}
