import type { Arm, ArmDay } from './arm.ts';
import type { ContactAges, Steps } from './contact-ages.ts';
import { type Play, playForward } from './play-forward.ts';
import type { Prices } from './prices.ts';
import { type Talk, talksOf } from './talks.ts';
import { afterTalk, K, type Row, stays, WIDTH } from './unsaved-grid.ts';

/** Least expected cost of a customer, losses and fees, and what the policy that has it is expected to use. */
export interface SolvedArm {
  readonly cost: number;
  readonly plays: readonly Play[];
}

/** Of each (contacts of the last week, what is open): ages times states. Rows are never written to once handed on. */
type Rows = readonly Row[];
/** Which talk is held, from 1; 0 and no row: none. */
export type Choices = readonly (Uint8Array | undefined)[];

/** Cost of a customer whom nobody will talk to any more: a line in the chance that nothing has saved them. */
interface Alone {
  readonly saved: number;
  readonly unsaved: number;
}

const NO_GAIN: Row = new Float64Array(WIDTH);

/**
 * Backward induction over (day, contacts of the last week, what became of the open conversations, a), where a says how likely
 * it is that no conversation of this period has saved the customer yet: at most one meeting a day, the gap and the cap of a
 * week, and who does not show up may be tried once more. What is worked out is the gain over never talking again, weighted with
 * the chance that the customer is still there. Cost so weighted is concave in a (a least of linear functions) and that of
 * never talking is linear, so interpolating a gain on the grid never understates it: the result is a bound. Nights change
 * neither a nor a gain, so rows are handed on as they are where nothing can be held. O(days with options · ages · states · K).
 * @param after cost of the place from a day on once its customer was lost in the night of that day
 */
export function solveArm(arm: Arm, ages: ContactAges, prices: Prices, after: (day: number) => number): SolvedArm {
  const talks = arm.days.map((day, index) => talksOf(day, arm.start + index, prices));
  const choices: Choices[] = [];
  let alone: Alone = { saved: 0, unsaved: 0 };
  let next: Rows | null = null;
  for (let index = arm.days.length - 1; index >= 0; index -= 1) {
    const day = arm.days[index]!;
    alone = aloneBefore(arm, day, alone, after(arm.start + index));
    const night: Rows =
      next === null ? new Array<Row>(ages.count * day.states).fill(NO_GAIN) : overNight(day, ages, next);
    const decided = decide(arm, day, ages, talks[index]!, night, alone);
    next = decided.gains;
    choices[index] = decided.choices;
  }
  const gain = next?.[ages.fresh * (arm.days[0]?.states ?? 0) + arm.first]?.[K] ?? 0;
  return { cost: alone.unsaved - gain, plays: playForward(arm, ages, talks, choices) };
}

function aloneBefore({ stake }: Arm, { survival, loss, renews }: ArmDay, later: Alone, after: number): Alone {
  const tonight = survival * loss * (stake + after);
  if (!renews) return { saved: later.saved, unsaved: tonight + later.unsaved };
  return { saved: later.unsaved, unsaved: tonight + survival * (1 - loss) * later.unsaved };
}

/** Gains of the evening, by the contacts as they are tomorrow and what is open as it is today. */
function overNight({ states, onto, renews, survival, loss }: ArmDay, ages: ContactAges, next: Rows): Rows {
  const tomorrow = next.length / ages.count;
  const renewed = new Map<Row, Row>();
  const night: Row[] = [];
  for (let age = 0; age < ages.count; age += 1)
    for (let state = 0; state < states; state += 1) {
      const later = next[age * tomorrow + onto[state]!]!;
      if (!renews) night.push(later);
      else {
        const known = renewed.get(later);
        const row = known ?? NO_GAIN.map((_, k) => stays(k, survival, loss) * later[K]!);
        if (known === undefined) renewed.set(later, row);
        night.push(row);
      }
    }
  return night;
}

/** The best of waiting and the day's talks, and which it is. */
function decide(
  arm: Arm,
  { states, survival, byOthers }: ArmDay,
  ages: ContactAges,
  talks: readonly Talk[],
  night: Rows,
  { saved, unsaved }: Alone,
): { readonly gains: Rows; readonly choices: Choices } {
  const gains: Row[] = [];
  const choices: (Uint8Array | undefined)[] = [];
  const { without, afterOne } = byOthers ? ages.others : ages;
  for (let age = 0; age < ages.count; age += 1)
    for (let state = 0; state < states; state += 1) gains.push(night[without[age]! * states + state]!);
  if (talks.length === 0) return { gains, choices };
  for (let state = 0; state < states; state += 1) {
    const able = talks.flatMap((talk, number) =>
      talk.option.held[state]! < 0 ? [] : [{ ...talk, number: number + 1 }],
    );
    if (able.length === 0) continue;
    for (let age = 0; age < ages.count; age += 1) {
      if (ages.may[age] === 0) continue;
      const place = age * states + state;
      const alike = likeBefore(ages.may, { without, afterOne }, age, state, states, night);
      if (alike >= 0) {
        gains[place] = gains[alike * states + state]!;
        choices[place] = choices[alike * states + state];
        continue;
      }
      const evening = afterOne[age]! * states;
      const now = gains[place]!.slice();
      let choice: Uint8Array | undefined;
      for (const { option, fee, effect, number } of able) {
        const held = night[evening + option.held[state]!]!;
        const missed = night[evening + option.missed[state]!]!;
        // Of the unsaved who are left, the talk saves `effect`: what they would cost more if nobody ever talked again.
        const averted = effect * (unsaved - survival * saved);
        const slope = (arm.show * averted + fee * (1 - survival)) / K;
        for (let k = 0; k <= K; k += 1) {
          const { weight, low, part } = afterTalk(k, effect, survival);
          const later = weight * (held[low]! * (1 - part) + held[low + 1]! * part);
          const gain = slope * k - fee + arm.show * later + (1 - arm.show) * missed[k]!;
          if (gain <= now[k]!) continue;
          now[k] = gain;
          choice ??= new Uint8Array(WIDTH);
          choice[k] = number;
        }
      }
      if (choice === undefined) continue;
      gains[place] = now;
      choices[place] = choice;
    }
  }
  return { gains, choices };
}

/** An age before this one from which everything goes on alike; −1: none. */
function likeBefore(
  may: Uint8Array,
  { without, afterOne }: Steps,
  age: number,
  state: number,
  states: number,
  night: Rows,
): number {
  for (let other = 0; other < age; other += 1) {
    if (may[other] === 0 || afterOne[other] !== afterOne[age]) continue;
    if (night[without[other]! * states + state] === night[without[age]! * states + state]) return other;
  }
  return -1;
}
