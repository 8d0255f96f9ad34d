/** An outside service failed in a way that may pass: the state machine retries errors of this name. */
export class Transient extends Error {
  override readonly name = 'Transient';
}

const TRANSIENT_NAMES = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'LimitExceededException',
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
  'TransactionConflictException',
  'InternalServerError',
  'InternalServerException',
  'ServiceUnavailable',
  'TimeoutError',
  'AbortError',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
]);

/**
 * Waits for a call of an SDK client.
 * @throws Transient where a retry may help (throttled, 5xx, connection lost), with the cause; other errors as they are.
 */
export async function calling<T>(what: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (isTransient(error)) throw new Transient(`${what}: ${errorName(error)}`, { cause: error });
    throw error;
  }
}

/** Name of what was thrown; SDK errors are told apart by it. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (TRANSIENT_NAMES.has(error.name)) return true;
  if ('code' in error && typeof error.code === 'string' && TRANSIENT_NAMES.has(error.code)) return true;
  const metadata = '$metadata' in error ? error.$metadata : undefined;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return false;
  return typeof metadata.httpStatusCode === 'number' && metadata.httpStatusCode >= 500;
}
