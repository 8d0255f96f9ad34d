import { AsyncLocalStorage } from 'node:async_hooks';

/** One count per piece of work, though several may run in one process at once. */
const counts = new AsyncLocalStorage<{ units: number }>();

/** Runs a piece of work; `written` tells the write units of all tables it has used so far, refused conditional writes included. */
export function countingWrites<T>(work: (written: () => number) => Promise<T>): Promise<T> {
  const count = { units: 0 };
  return counts.run(count, () => work(() => count.units));
}

/** Adds to the count of the work this is part of, where somebody counts. Called by the table adapter alone. */
export function countWrite(units = 1): void {
  const count = counts.getStore();
  if (count !== undefined) count.units += units;
}
