import { StatesError } from './error.ts';

/** `setTimeout` counts to 2^31 − 1 ms, about 24.8 days; a gate may stay open longer. */
const LONGEST_MS = 2 ** 31 - 1;

/** Calls back once, so many milliseconds from now, however far that is. */
export function after(ms: number, call: () => void): { cancel(): void } {
  const end = Date.now() + ms;
  let timer: NodeJS.Timeout;
  const arm = () => {
    const left = end - Date.now();
    timer = left > LONGEST_MS ? setTimeout(arm, LONGEST_MS) : setTimeout(call, Math.max(0, left));
  };
  arm();
  return { cancel: () => clearTimeout(timer) };
}

/** Waits; rejects with the signal's reason when it is aborted first. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const stop = () => {
      timer.cancel();
      reject(signal.reason);
    };
    const timer = after(ms, () => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
    signal.addEventListener('abort', stop, { once: true });
  });
}

/** The work, if it is done in time. @throws StatesError `States.Timeout` when the work takes longer, or the signal's reason */
export function limited<T>(work: Promise<T>, ms: number | undefined, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    const timer = ms === undefined ? undefined : after(ms, () => reject(new StatesError('States.Timeout', '')));
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => {
      timer?.cancel();
      signal.removeEventListener('abort', stop);
    });
  });
}
