import { dayOf } from '../../calendar/day.ts';
import { epochMinutes, instantOf, type Minute } from '../../calendar/minute.ts';
import { localDay, wallMinute } from '../../calendar/zone.ts';
import type { Commitment } from '../../model/plan.ts';
import type { Rep } from '../../model/portfolio.ts';
import type { WorldState } from './state.ts';
import { DAY_BEGINS, DAY_ENDS, type World } from './world.ts';

/** Days a plan reaches. */
export const HORIZON_DAYS = 7;
export const WORKING_HOURS: Rep['hours'] = [{ days: ['mo', 'tu', 'we', 'th', 'fr'], from: '09:00', to: '17:00' }];

/** A rep as the calendar shows it on a morning. */
export function repOf(world: World, rep: number, day: number): Rep {
  const truth = world.reps[rep]!;
  const leave: Rep['leave'] = [];
  for (let ahead = 0; ahead <= HORIZON_DAYS; ahead += 1) {
    const date = world.date(day + ahead);
    if (world.holiday(rep, day + ahead) || knownIll(world, rep, day, day + ahead)) leave.push({ from: date, to: date });
  }
  return {
    ...{
      id: truth.id,
      team: truth.team,
      timeZone: truth.timeZone,
      hours: WORKING_HOURS,
      leave,
      skills: [...truth.skills],
    },
    ...{
      busy: busyOver(world, rep, day),
      languages: [],
      maxMinutesPerDay: world.scenario.repMinutes,
      maxEngagementsPerDay: Math.max(4, Math.floor(world.scenario.repMinutes / 15)),
    },
  };
}

function busyOver(world: World, rep: number, day: number): Rep['busy'] {
  return Array.from({ length: HORIZON_DAYS }, (_, ahead) => busyOn(world, rep, day + ahead)).flat();
}

/** Asked for on every morning of a week, for every rep. */
const BUSY = new WeakMap<World, Map<number, Rep['busy']>>();

/** All of a working day but the hours kept free for these conversations. */
export function busyOn(world: World, rep: number, day: number): Rep['busy'] {
  if (!world.working(day)) return [];
  const kept = BUSY.get(world) ?? new Map<number, Rep['busy']>();
  BUSY.set(world, kept);
  const key = day * world.reps.length + rep;
  const found = kept.get(key) ?? blocksOn(world, rep, day);
  kept.set(key, found);
  return found;
}

/** Local clocks, turned into instants. */
function blocksOn(world: World, rep: number, day: number): Rep['busy'] {
  const { timeZone } = world.reps[rep]!;
  const at = (minute: number) => instantOf(wallMinute(timeZone, dayOf(world.date(day)), minute));
  const free = world.freeFrom(rep, day);
  const end = free + world.scenario.repMinutes;
  return [
    ...(free > DAY_BEGINS ? [{ from: at(DAY_BEGINS), to: at(free) }] : []),
    ...(end < DAY_ENDS ? [{ from: at(end), to: at(DAY_ENDS) }] : []),
  ];
}

/** An illness is known from the day after it began. */
function knownIll(world: World, rep: number, today: number, day: number): boolean {
  const illness = world.illness(rep, today);
  return illness !== null && illness.from < today && day <= illness.to;
}

export function repIndex(world: World, id: string): number {
  return world.reps.findIndex((rep) => rep.id === id);
}

/** The day of this world on which a commitment starts, for its rep. */
export function dayOfStart(world: World, rep: number, start: Minute): number {
  return localDay(world.reps[rep]!.timeZone, start) - dayOf(world.scenario.start);
}

export function repAway(world: World, { day }: WorldState, { rep, start }: Commitment): boolean {
  const index = repIndex(world, rep);
  const on = dayOfStart(world, index, epochMinutes(start));
  return world.holiday(index, on) || knownIll(world, index, day, on);
}
