import { clock } from './clock.ts';

/** `setTimeout` of node:timers/promises, in virtual time. */
export function setTimeout(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const id = clock.next;
    clock.next += 1;
    clock.timers.set(id, { id, at: clock.time + ms, call: resolve });
  });
}
