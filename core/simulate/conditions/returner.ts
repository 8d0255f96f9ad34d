import type { Breach } from '../../model/simulation.ts';

/** Planned minutes and absence of every rep on one working day, by rep. */
export interface RepDayLoad {
  readonly day: number;
  readonly minutes: readonly number[];
  readonly away: readonly boolean[];
}

/** Working days an absence must last, and days after it in which nothing may be caught up. */
const ABSENCE = 3;
const WATCHED = 5;
/** Working days of loads to keep. */
export const LOADS_KEPT = ABSENCE + WATCHED;
/** Most of what the colleagues hold on the same days, and a load below which nobody is flooded, minutes a day. */
const AGAINST_OTHERS = 2;
const NEGLIGIBLE = 15;

/**
 * Leave is leave: in the five working days after an absence of three or more, a rep holds at most twice what the
 * colleagues present hold on average. `loads` are the last {@link LOADS_KEPT} working days, oldest first, today last.
 */
export function returnerBreaches(loads: readonly RepDayLoad[], reps: readonly { readonly id: string }[]): Breach[] {
  const today = loads.at(-1);
  if (today === undefined || loads.length < LOADS_KEPT) return [];
  const [absent, back] = [loads.slice(0, ABSENCE), loads.slice(ABSENCE)];
  return reps.flatMap(({ id }, rep): Breach[] => {
    if (!absent.every(({ away }) => away[rep]) || back.some(({ away }) => away[rep])) return [];
    const own = mean(back.map(({ minutes }) => minutes[rep] ?? 0));
    const present = back.flatMap(({ minutes, away }) =>
      minutes.filter((_, other) => other !== rep && away[other] !== true),
    );
    // Nobody to compare with: all others were away themselves.
    if (present.length === 0) return [];
    const others = mean(present);
    if (own <= AGAINST_OTHERS * Math.max(others, NEGLIGIBLE)) return [];
    const text = `${Math.round(own)} minutes a day in the week after an absence, colleagues ${Math.round(others)}; at most twice theirs`;
    return [{ condition: 'returner-flooded', day: today.day, subject: id, text }];
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
