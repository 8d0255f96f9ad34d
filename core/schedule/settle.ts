import { improveDay } from './improve.ts';
import { NONE } from './places.ts';
import { Seekers } from './seekers.ts';
import type { Workshop } from './workshop.ts';

/** Rounds in which prices are trusted, from 1 down to LEAST_TRUST: who is put out seeks a place in the round after. */
const ROUNDS = 4;
const LEAST_TRUST = 0.6;
/** Rep-days tried for an engagement that seeks a place while prices are trusted, and where only gains count. */
const TRIES = 6;
const LAST_TRIES = 2;
/** Rounds at the end in which only what is in hand counts. */
const CLOSING = 2;
/** Values are whole minor units. */
const ANY_GAIN = 0.5;

/**
 * From an earlier plan only what a change concerns is solved again: each engagement without a place that would pay is tried on
 * its best rep-days until it has one, whoever is put out seeks in the next round, and rep-days that somebody left are solved as
 * well. Then what was changed is solved by gains alone. What is far from any change stays as it was.
 */
export function settle(shop: Workshop, clear: number, beamWidth: number): void {
  const { timetable, pools, problem } = shop;
  const seekers = new Seekers(problem, timetable, pools);
  const count = problem.days.count;
  const changed = new Uint8Array(count);
  let room = new Uint8Array(count);
  const ever = new Set<number>();
  const solve = (d: number, optimism: number, least: number): boolean => {
    if (!improveDay(shop, d, optimism, least)) return false;
    changed[d] = 1;
    for (const { e, day } of shop.undo) {
      if (day !== NONE && day !== d && timetable.day[e] !== day) room[day] = changed[day] = 1;
      if (timetable.day[e] === NONE) seekers.add(e);
    }
    return true;
  };
  const open = (optimism: number): void => {
    const left = room;
    room = new Uint8Array(count);
    const idle = new Uint8Array(count);
    for (const e of seekers.take()) {
      ever.add(e);
      for (const d of seekers.daysOf(e, TRIES)) {
        if (timetable.day[e] !== NONE) break;
        if (idle[d] === 0 && !solve(d, optimism, clear)) idle[d] = 1;
      }
    }
    for (let d = 0; d < count; d++) if (left[d] === 1 && idle[d] === 0) solve(d, optimism, clear);
  };
  const close = (least: number): number => {
    const now = room;
    room = new Uint8Array(count);
    for (const e of seekers.take()) for (const d of seekers.daysOf(e, LAST_TRIES)) now[d] = 1;
    let gains = 0;
    for (let d = 0; d < count; d++) if (now[d] === 1 && solve(d, 0, least)) gains++;
    return gains;
  };
  shop.beam.width = Math.ceil(beamWidth / 2);
  for (let round = 0; round < ROUNDS; round++) open(1 - ((1 - LEAST_TRUST) * round) / (ROUNDS - 1));
  shop.beam.width = beamWidth;
  // Where single units decide, days that hold the same minutes and number must be told apart.
  shop.beam.alike = beamWidth;
  for (const e of ever) seekers.add(e);
  for (let d = 0; d < count; d++) if (changed[d] === 1) room[d] = 1;
  for (let round = 1; round <= CLOSING; round++) if (close(round === CLOSING ? ANY_GAIN : clear) === 0) break;
}
