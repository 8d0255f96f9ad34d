/**
 * Virtual time, put in place of `Date` and the timers of everything bundled. Timers follow `time`; what `Date` shows is off
 * by `skew`, so a clock may jump while nothing waits longer for it. Milliseconds.
 */
interface Timer {
  readonly id: number;
  readonly at: number;
  readonly call: () => void;
}

export const clock = { time: 0, skew: 0, next: 1, timers: new Map<number, Timer>() };

/** Monday, 2026-11-23, 07:00 UTC. */
const EPOCH = 1_795_417_200_000;

export function resetClock(): void {
  clock.time = EPOCH;
  clock.skew = 0;
  clock.next = 1;
  clock.timers.clear();
}

/** The timer due first; of two at the same time the one set first. */
export function nextTimer(): Timer | undefined {
  let first: Timer | undefined;
  for (const timer of clock.timers.values()) if (first === undefined || timer.at < first.at) first = timer;
  return first;
}

const shown = () => clock.time + clock.skew;

const VirtualDate = new Proxy(globalThis.Date, {
  construct: (target, given: unknown[], as) => Reflect.construct(target, given.length === 0 ? [shown()] : given, as),
  get: (target, name) => (name === 'now' ? shown : Reflect.get(target, name)),
});

function setVirtual(call: () => void, ms = 0): number {
  const id = clock.next;
  clock.next += 1;
  clock.timers.set(id, { id, at: clock.time + Math.max(0, ms), call });
  return id;
}

function clearVirtual(id: number | undefined): void {
  if (id !== undefined) clock.timers.delete(id);
}

export { clearVirtual as clearTimeout, setVirtual as setTimeout, VirtualDate as Date };
