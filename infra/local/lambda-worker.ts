import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';

/** What the host sends for one invocation, and what it gets back. Events and results travel as JSON text, as on AWS. */
export type WorkerRequest = { readonly id: string; readonly event: string; readonly deadline: number };
export type WorkerAnswer =
  | { readonly id: string; readonly ok: true; readonly result: string }
  | { readonly id: string; readonly ok: false; readonly error: FunctionError };
export type FunctionError = { errorType: string; errorMessage: string; trace: string[] };
export type WorkerSettings = {
  readonly file: string;
  readonly handler: string;
  readonly name: string;
  readonly arn: string;
  readonly memoryMb: string;
};

/** Sent once, when the code is loaded: the function's time-out counts from its first invocation, not from its start. */
export const READY = 'ready';

if (parentPort !== null) serve(parentPort, workerData);

function serve(port: NonNullable<typeof parentPort>, settings: WorkerSettings): void {
  const loaded = load(settings);
  // A bundle that cannot be loaded is ready too: to answer with its own error.
  loaded.catch(() => undefined).finally(() => port.postMessage(READY));
  port.on('message', async (request: WorkerRequest) => {
    try {
      const result = await (await loaded)(JSON.parse(request.event), contextOf(settings, request));
      answer(port, { id: request.id, ok: true, result: JSON.stringify(result) ?? 'null' });
    } catch (error) {
      answer(port, { id: request.id, ok: false, error: described(error) });
    }
  });
}

type Handler = (event: unknown, context: unknown) => unknown;

async function load(settings: WorkerSettings): Promise<Handler> {
  const module: Record<string, unknown> = await import(pathToFileURL(settings.file).href);
  const handler = module[settings.handler];
  if (!isHandler(handler)) {
    const error = new Error(`${settings.file} exports no function "${settings.handler}"`);
    error.name = 'Runtime.HandlerNotFound';
    throw error;
  }
  return handler;
}

function isHandler(value: unknown): value is Handler {
  return typeof value === 'function';
}

function contextOf(settings: WorkerSettings, request: WorkerRequest) {
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: settings.name,
    functionVersion: '$LATEST',
    invokedFunctionArn: settings.arn,
    memoryLimitInMB: settings.memoryMb,
    awsRequestId: request.id,
    logGroupName: `/aws/lambda/${settings.name}`,
    logStreamName: 'local',
    getRemainingTimeInMillis: () => Math.max(0, request.deadline - Date.now()),
  };
}

function answer(port: NonNullable<typeof parentPort>, message: WorkerAnswer): void {
  port.postMessage(message);
}

function described(error: unknown): FunctionError {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}
