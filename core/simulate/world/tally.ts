import { z } from 'zod';
import { type GroupQuarter, Quarter } from '../../model/simulation.ts';
import type { Meeting } from './live-day.ts';
import type { World } from './world.ts';

/** What is counted while a quarter lasts. */
export const Tally = Quarter.omit({ parity: true }).extend({
  /** Slots and generations with work that came to its end, and with a meeting. */
  eligible: z.array(z.string()),
  covered: z.array(z.string()),
});
export type Tally = z.infer<typeof Tally>;

export function emptyTally(): Tally {
  return {
    ...{ lost: 0, expected: 0, asked: 0, held: 0, noShows: 0, optOuts: 0, published: 0, moved: 0, broken: 0 },
    ...{ minutes: 0, capacity: 0, gated: 0, longestPassedOver: 0, eligible: [], covered: [] },
  };
}

export function countMeetings(tally: Tally, meetings: readonly Meeting[], cancelled: number): void {
  tally.broken += cancelled;
  for (const { outcome, optedOut, minutes, slot, account } of meetings) {
    if (outcome === 'held') tally.held += 1;
    else tally.noShows += 1;
    if (optedOut) tally.optOuts += 1;
    tally.minutes += minutes;
    const key = `${slot}/${account.slice(account.lastIndexOf('-') + 1)}`;
    remember(tally.covered, key);
    remember(tally.eligible, key);
  }
}

export function remember(list: string[], key: string): void {
  if (!list.includes(key)) list.push(key);
}

export function loadsOf(world: World, day: number, meetings: readonly Meeting[]) {
  const minutes = world.reps.map(({ id }) =>
    meetings.filter(({ rep }) => rep === id).reduce((sum, meeting) => sum + meeting.minutes, 0),
  );
  return { day, minutes, away: world.reps.map((_, rep) => world.away(rep, day)) };
}

/** Coverage of the declared groups over the quarter, groups and values in a fixed order. */
export function parityOf(world: World, { eligible, covered }: Tally): GroupQuarter[] {
  const groupsOf = (key: string) => {
    const [slot = 0, generation = 0] = key.split('/').map(Number);
    const { tier, region } = world.account(slot, generation);
    return [`tier/${tier === 'smb' ? 'smb' : 'larger'}`, `region/${region}`];
  };
  return ['tier/smb', 'tier/larger', 'region/emea', 'region/amer'].map((name) => {
    const [group = '', value = ''] = name.split('/');
    const count = (keys: readonly string[]) => keys.filter((key) => groupsOf(key).includes(name)).length;
    return { group, value, eligible: count(eligible), covered: count(covered) };
  });
}
