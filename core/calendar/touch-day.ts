import { epochMinutes, type Minute } from './minute.ts';
import { localDay } from './zone.ts';

/** Whole days between the local dates of asOf and of a start, in the rep's zone: the `t` of the loss process. */
export function touchDay(timeZone: string, asOf: string, start: Minute): number {
  return localDay(timeZone, start) - localDay(timeZone, epochMinutes(asOf));
}
