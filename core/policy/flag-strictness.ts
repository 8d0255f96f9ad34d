import type { Flags } from '../model/policy.ts';

/** From nothing at all to everything. */
export const MODES = ['off', 'shadow', 'canary', 'on'] as const;

/**
 * Whether `next` allows anything that `current` does not: a stop released, a mode that does more, a larger canary, or
 * other segments. What a rollback may not do by itself.
 */
export function allowsMore(next: Flags, current: Flags): boolean {
  if (current.stop.enabled && !next.stop.enabled) return true;
  const [after, before] = [rank(next), rank(current)];
  if (after !== before) return after > before;
  if (MODES[after] !== 'canary') return false;
  const known = new Set(current.scheduling.segments ?? []);
  const newSegments = (next.scheduling.segments ?? []).some((segment) => !known.has(segment));
  return next.scheduling.share > current.scheduling.share || newSegments;
}

/** Whether `next` allows less than `current` and nothing more. */
export function isStricter(next: Flags, current: Flags): boolean {
  return !allowsMore(next, current) && allowsMore(current, next);
}

function rank({ scheduling }: Flags): number {
  return scheduling.enabled ? MODES.indexOf(scheduling.mode) : 0;
}
