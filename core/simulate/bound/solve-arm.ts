import type { Arm, ArmDay, Option } from './arm.ts';

/** Steps of the grid of u, the chance that a customer who is still there is not saved yet. */
const K = 20;
const WIDTH = K + 1;
/** Most conversations open at a time that a place asks for. */
const MOST_OPEN = 2;
/** What became of a conversation: nothing yet, the customer did not show up once, gone. */
const STATES = 3;
const GONE = 2;

/** Least expected cost of a customer, losses and fees, and what the policy that has it is expected to use. */
export interface SolvedArm {
  readonly cost: number;
  readonly plays: readonly Play[];
}

/** Expected number of times an option is taken on a day, and expected number of losses on its night. */
export interface Play {
  readonly options: Float64Array;
  readonly lost: number;
}

/**
 * Backward induction over (day, what became of the open conversations, u): at most one meeting a day; a customer who does
 * not show up may be tried once more. The cost is concave in u (a least of linear functions), so interpolating on the grid
 * never overstates it: the result is a bound. O(days · 3^open · K).
 * @param after cost of the place from a day on once its customer was lost in the night of that day
 */
export function solveArm(arm: Arm, after: (day: number) => number): SolvedArm {
  const maps = arm.days.map((day, index) => transition(day, arm.days[index + 1]));
  const choices: Int8Array[] = [];
  let next: Float64Array = new Float64Array(0);
  for (let index = arm.days.length - 1; index >= 0; index -= 1) {
    const day = arm.days[index]!;
    const night = throughNight(arm, day, maps[index]!, next, after(arm.start + index));
    const choice = new Int8Array(night.length);
    next = decide(arm, day, night, choice);
    choices[index] = choice;
  }
  return { cost: next[K] ?? 0, plays: playForward(arm, maps, choices) };
}

function sizeOf({ open }: ArmDay): number {
  return STATES ** open.length;
}

function stateOf(mask: number, index: number): number {
  return Math.floor(mask / STATES ** index) % STATES;
}

/** What the states of today's conversations are tomorrow; who has two open asks for nothing more. */
function transition(today: ArmDay, tomorrow: ArmDay | undefined): Int32Array {
  const map = new Int32Array(sizeOf(today));
  if (tomorrow === undefined) return map;
  const places = today.open.map((number) => tomorrow.open.indexOf(number));
  for (let mask = 0; mask < map.length; mask += 1) {
    let to = 0;
    let open = 0;
    places.forEach((place, index) => {
      if (place < 0) return;
      const state = stateOf(mask, index);
      to += state * STATES ** place;
      if (state !== GONE) open += 1;
    });
    if (tomorrow.asked && open >= MOST_OPEN) to += GONE * STATES ** (tomorrow.open.length - 1);
    map[mask] = to;
  }
  return map;
}

function throughNight(arm: Arm, { loss, renews, open }: ArmDay, map: Int32Array, next: Float64Array, after: number) {
  const night = new Float64Array(STATES ** open.length * WIDTH);
  const last = next.length === 0;
  for (let k = 0; k <= K; k += 1) {
    const lost = (k / K) * loss;
    const here = lost * (arm.stake + after);
    const at = renews ? K : (k * (1 - loss)) / (1 - lost) || 0;
    const low = Math.min(K - 1, Math.floor(at));
    const part = at - low;
    for (let mask = 0; mask < map.length; mask += 1) {
      const base = map[mask]! * WIDTH + low;
      const later = last ? 0 : next[base]! * (1 - part) + next[base + 1]! * part;
      night[mask * WIDTH + k] = here + (1 - lost) * later;
    }
  }
  return night;
}

/** The best of waiting and the day's options; which one is kept in `choice`, 0: waiting. */
function decide(arm: Arm, day: ArmDay, night: Float64Array, choice: Int8Array): Float64Array {
  const now = night.slice();
  day.options.forEach((option, number) => {
    const power = STATES ** option.open;
    for (let mask = 0; mask < sizeOf(day); mask += 1) {
      const state = stateOf(mask, option.open);
      if (state === GONE) continue;
      const gone = (mask + (GONE - state) * power) * WIDTH;
      const tried = (mask + power) * WIDTH;
      for (let k = 0; k <= K; k += 1) {
        const at = k * (1 - option.effect);
        const low = Math.min(K - 1, Math.floor(at));
        const held = night[gone + low]! * (1 - at + low) + night[gone + low + 1]! * (at - low);
        const cost = option.fee + arm.show * held + (1 - arm.show) * night[tried + k]!;
        const place = mask * WIDTH + k;
        if (cost >= now[place]!) continue;
        now[place] = cost;
        choice[place] = number + 1;
      }
    }
  });
  return now;
}

/** What the chosen policy is expected to do, from a customer who is not saved and of whom nothing is open yet. */
function playForward(arm: Arm, maps: readonly Int32Array[], choices: readonly Int8Array[]): Play[] {
  let here = new Float64Array(sizeOf(arm.days[0] ?? EMPTY) * WIDTH);
  here[K] = 1;
  return arm.days.map((day, index) => {
    const options = new Float64Array(day.options.length);
    const evening = new Float64Array(here.length);
    for (let place = 0; place < here.length; place += 1) {
      const chance = here[place]!;
      if (chance === 0) continue;
      const chosen = choices[index]![place]!;
      const option = day.options[chosen - 1];
      if (option === undefined) evening[place]! += chance;
      else {
        options[chosen - 1]! += chance;
        hold(arm, option, place, chance, evening);
      }
    }
    const tomorrow = arm.days[index + 1];
    const morning = new Float64Array(tomorrow === undefined ? WIDTH : sizeOf(tomorrow) * WIDTH);
    const lost = spread(day, maps[index]!, evening, morning);
    here = morning;
    return { options, lost };
  });
}

const EMPTY: ArmDay = { open: [], asked: false, options: [], loss: 0, renews: false };

function hold(arm: Arm, option: Option, place: number, chance: number, evening: Float64Array): void {
  const mask = Math.floor(place / WIDTH);
  const k = place % WIDTH;
  const power = STATES ** option.open;
  const gone = (mask + (GONE - stateOf(mask, option.open)) * power) * WIDTH;
  const at = k * (1 - option.effect);
  const low = Math.min(K - 1, Math.floor(at));
  evening[gone + low]! += chance * arm.show * (1 - at + low);
  evening[gone + low + 1]! += chance * arm.show * (at - low);
  evening[(mask + power) * WIDTH + k]! += chance * (1 - arm.show);
}

/** Through the night; gives the expected losses. */
function spread({ loss, renews }: ArmDay, map: Int32Array, evening: Float64Array, morning: Float64Array): number {
  let all = 0;
  for (let place = 0; place < evening.length; place += 1) {
    const chance = evening[place]!;
    if (chance === 0) continue;
    const k = place % WIDTH;
    const lost = (k / K) * loss;
    all += chance * lost;
    const at = renews ? K : (k * (1 - loss)) / (1 - lost);
    const low = Math.min(K - 1, Math.floor(at));
    const base = map[Math.floor(place / WIDTH)]! * WIDTH + low;
    morning[base]! += chance * (1 - lost) * (1 - at + low);
    morning[base + 1]! += chance * (1 - lost) * (at - low);
  }
  return all;
}
