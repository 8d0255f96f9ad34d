import type { Policy } from '../model/policy.ts';
import type { Rep } from '../model/portfolio.ts';
import { openOn } from './opening.ts';
import { length, type Span, without } from './span.ts';
import { minuteCeiling, minuteFloor } from './zone.ts';

/** A rep's calendar of one local date. */
export interface RepDay {
  /** Union of the working hours, nothing taken out; none on leave. */
  readonly working: readonly Span[];
  /** Working hours less leave and busy blocks. */
  readonly free: readonly Span[];
  readonly availableMinutes: number;
  /** min(maxMinutesPerDay, ⌊loadCeiling · available⌋), before it is raised to what is pinned. */
  readonly capMinutes: number;
}

export function repDayOf(rep: Rep, date: string, policy: Policy): RepDay {
  const away = rep.leave.some(({ from, to }) => from <= date && date <= to);
  const working = away ? [] : openOn(rep.timeZone, rep.hours, date);
  const free = without(working, rep.busy.map(busySpan));
  const availableMinutes = length(free);
  const ceiling = Math.floor(policy.rep.loadCeiling * availableMinutes);
  return { working, free, availableMinutes, capMinutes: Math.min(rep.maxMinutesPerDay, ceiling) };
}

export function busySpan(busy: { readonly from: string; readonly to: string }): Span {
  return { from: minuteFloor(busy.from), to: minuteCeiling(busy.to) };
}
