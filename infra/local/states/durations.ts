import { type Json, member, numberOr, text } from '../json.ts';
import { runtimeError } from './error.ts';
import { required, type Scope } from './paths.ts';

/** `TimeoutSeconds`, `HeartbeatSeconds` or their paths, in milliseconds. */
export function limitMs(state: Json, field: string, scope: Scope): number | undefined {
  const path = text(state, `${field}Path`);
  const value = path === undefined ? member(state, field) : required(path, scope, `${field}Path`);
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !(value > 0)) throw runtimeError(`${field} must be a number over 0, not ${value}`);
  return value * 1000;
}

/** How long a Wait state waits from now, in milliseconds. */
export function waitMs(state: Json, scope: Scope): number {
  const secondsPath = text(state, 'SecondsPath');
  const timestampPath = text(state, 'TimestampPath');
  const fixed = text(state, 'Timestamp');
  if (secondsPath !== undefined) return Number(required(secondsPath, scope, 'SecondsPath')) * 1000;
  const until = timestampPath === undefined ? fixed : String(required(timestampPath, scope, 'TimestampPath'));
  if (until === undefined) return numberOr(state, 'Seconds', 0) * 1000;
  const time = Date.parse(until);
  if (Number.isNaN(time)) throw runtimeError(`"${until}" is not a timestamp`);
  return Math.max(0, time - Date.now());
}
