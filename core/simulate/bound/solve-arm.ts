import type { Arm, ArmDay, Option } from './arm.ts';
import { CONTACT_AGES } from './contact-ages.ts';
import type { Prices } from './prices.ts';

/** Steps of the grid of the chance that none of the conversations of this period has saved the customer. */
const K = Number(process.env["KK"] ?? 24);
const WIDTH = K + 1;
/** Share of the effect left when somebody else than the owner calls. */
const NOT_OWNER = 0.88;
const { count: AGES, fresh: FRESH, may: MAY, without: WITHOUT, afterOne: AFTER_ONE } = CONTACT_AGES;

/** Least expected cost of a customer, losses and fees, and what the policy that has it is expected to use. */
export interface SolvedArm {
  readonly cost: number;
  readonly plays: readonly Play[];
}

/** What is expected on a day: how often each of its talks is held, and losses on its night. */
export interface Play {
  readonly talks: readonly Talk[];
  readonly times: Float64Array;
  readonly lost: number;
}

/** A way to hold an open conversation: who, at what price, and what share of the unsaved it saves. */
interface Talk {
  readonly option: Option;
  readonly rep: number;
  readonly fee: number;
  readonly effect: number;
}

/** By the chance that nothing has saved the customer yet, in steps of the grid. Never written to once it is handed on. */
type Row = Float64Array;
/** Of each (contacts of the last week, what is open): ages times states. */
type Rows = readonly Row[];
/** Which talk is held, from 1; 0 and no row: none. */
type Choices = readonly (Uint8Array | undefined)[];

/** Cost of a customer whom nobody will talk to any more: a line in the chance that nothing has saved them. */
interface Alone {
  readonly saved: number;
  readonly unsaved: number;
}

const NO_GAIN: Row = new Float64Array(WIDTH);

/**
 * Backward induction over (day, contacts of the last week, what became of the open conversations, a), where a is the chance
 * that none of this period's conversations has saved the customer: at most one meeting a day, the gap and the cap of a week,
 * and who does not show up may be tried once more. What is worked out is the gain over never talking again, weighted with
 * the chance that the customer is still there. Cost so weighted is concave in a (a least of linear functions) and that of
 * never talking is linear, so interpolating a gain on the grid never understates it: the result is a bound. Nights change
 * neither a nor a gain, so rows are handed on as they are where nothing can be held. O(days with options · ages · states · K).
 * @param after cost of the place from a day on once its customer was lost in the night of that day
 */
export function solveArm(arm: Arm, prices: Prices, after: (day: number) => number): SolvedArm {
  const talks = arm.days.map((day, index) => talksOf(day, arm.start + index, prices));
  const choices: Choices[] = [];
  let alone: Alone = { saved: 0, unsaved: 0 };
  let next: Rows | null = null;
  for (let index = arm.days.length - 1; index >= 0; index -= 1) {
    const day = arm.days[index]!;
    alone = aloneBefore(arm, day, alone, after(arm.start + index));
    const night: Rows = next === null ? new Array<Row>(AGES * day.states).fill(NO_GAIN) : overNight(day, next);
    const decided = decide(arm, day, talks[index]!, night, alone);
    next = decided.gains;
    choices[index] = decided.choices;
  }
  const gain = next?.[FRESH * (arm.days[0]?.states ?? 0) + arm.first]?.[K] ?? 0;
  return { cost: alone.unsaved - gain, plays: playForward(arm, talks, choices) };
}

/** The owner, and who else is cheapest, if cheaper. */
function talksOf({ options }: ArmDay, day: number, prices: Prices): readonly Talk[] {
  return options.flatMap((option) => {
    const { own, others, minutes, effect } = option;
    const found: Talk[] = [];
    const ownFee = own === null ? Number.POSITIVE_INFINITY : prices.fee(own, day, minutes);
    if (own !== null) found.push({ option, rep: own, fee: ownFee, effect });
    let other = -1;
    let fee = ownFee;
    for (const rep of others) {
      const asked = prices.fee(rep, day, minutes);
      if (asked < fee) [other, fee] = [rep, asked];
    }
    if (other >= 0) found.push({ option, rep: other, fee, effect: effect * NOT_OWNER });
    return found;
  });
}

function aloneBefore({ stake }: Arm, { survival, loss, renews }: ArmDay, later: Alone, after: number): Alone {
  const tonight = survival * loss * (stake + after);
  if (!renews) return { saved: later.saved, unsaved: tonight + later.unsaved };
  return { saved: later.unsaved, unsaved: tonight + survival * (1 - loss) * later.unsaved };
}

/** Gains of the evening, by the contacts as they are tomorrow and what is open as it is today. */
function overNight({ states, onto, renews, survival, loss }: ArmDay, next: Rows): Rows {
  const tomorrow = next.length / AGES;
  const renewed = new Map<Row, Row>();
  const night: Row[] = [];
  for (let age = 0; age < AGES; age += 1)
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

/** Chance that the customer is there once the period has ended. */
function stays(k: number, survival: number, loss: number): number {
  return (k / K) * survival * (1 - loss) + 1 - k / K;
}

/** The best of waiting and the day's talks, and which it is. */
function decide(
  arm: Arm,
  { states, survival }: ArmDay,
  talks: readonly Talk[],
  night: Rows,
  { saved, unsaved }: Alone,
): { readonly gains: Rows; readonly choices: Choices } {
  const gains: Row[] = [];
  const choices: (Uint8Array | undefined)[] = [];
  for (let age = 0; age < AGES; age += 1) for (let state = 0; state < states; state += 1) gains.push(night[WITHOUT[age]! * states + state]!);
  if (talks.length === 0) return { gains, choices };
  for (let state = 0; state < states; state += 1) {
    const able = talks.flatMap((talk, number) => (talk.option.held[state]! < 0 ? [] : [{ ...talk, number: number + 1 }]));
    if (able.length === 0) continue;
    for (let age = 0; age < AGES; age += 1) {
      if (MAY[age] === 0) continue;
      const place = age * states + state;
      const alike = likeBefore(age, state, states, night);
      if (alike >= 0) {
        gains[place] = gains[alike * states + state]!;
        choices[place] = choices[alike * states + state];
        continue;
      }
      const evening = AFTER_ONE[age]! * states;
      const now = gains[place]!.slice();
      let choice: Uint8Array | undefined;
      for (const { option, fee, effect, number } of able) {
        const held = night[evening + option.held[state]!]!;
        const missed = night[evening + option.missed[state]!]!;
        // The talk saves `effect` of the unsaved, who would cost the difference more if nobody ever talked again.
        const slope = (arm.show * effect * (unsaved - saved) + fee * (1 - survival)) / K;
        for (let k = 0; k <= K; k += 1) {
          const at = k * (1 - effect);
          const low = Math.min(K - 1, Math.floor(at));
          const later = held[low]! * (1 - at + low) + held[low + 1]! * (at - low);
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
function likeBefore(age: number, state: number, states: number, night: Rows): number {
  for (let other = 0; other < age; other += 1) {
    if (MAY[other] === 0 || AFTER_ONE[other] !== AFTER_ONE[age]) continue;
    if (night[WITHOUT[other]! * states + state] === night[WITHOUT[age]! * states + state]) return other;
  }
  return -1;
}

/** What the chosen policy is expected to do, from a customer whom no conversation has saved and nobody has met lately. */
function playForward(arm: Arm, talks: readonly (readonly Talk[])[], choices: readonly Choices[]): Play[] {
  let here = new Map<number, Float64Array>();
  const first = new Float64Array(WIDTH);
  first[K] = 1;
  if (arm.days.length > 0) here.set(FRESH * arm.days[0]!.states + arm.first, first);
  return arm.days.map((day, index) => {
    const { states, survival, loss, renews, onto } = day;
    const times = new Float64Array(talks[index]!.length);
    const evening = new Map<number, Float64Array>();
    for (const [place, row] of here) {
      const state = place % states;
      const age = (place - state) / states;
      const chosen = choices[index]![place];
      const waiting = rowAt(evening, WITHOUT[age]! * states + state);
      for (let k = 0; k <= K; k += 1) {
        const chance = row[k]!;
        if (chance === 0) continue;
        const number = chosen?.[k] ?? 0;
        if (number === 0) {
          waiting[k]! += chance;
          continue;
        }
        const { option, effect } = talks[index]![number - 1]!;
        times[number - 1]! += chance * (1 - (k / K) * (1 - survival));
        const at = k * (1 - effect);
        const low = Math.min(K - 1, Math.floor(at));
        const held = rowAt(evening, AFTER_ONE[age]! * states + option.held[state]!);
        held[low]! += chance * arm.show * (1 - at + low);
        held[low + 1]! += chance * arm.show * (at - low);
        rowAt(evening, AFTER_ONE[age]! * states + option.missed[state]!)[k]! += chance * (1 - arm.show);
      }
    }
    const tomorrow = arm.days[index + 1]?.states ?? 0;
    let unsaved = 0;
    here = new Map();
    for (const [place, row] of evening) {
      const state = place % states;
      const to = tomorrow === 0 ? place : ((place - state) / states) * tomorrow + onto[state]!;
      const morning = rowAt(here, to);
      for (let k = 0; k <= K; k += 1) {
        if (row[k] === 0) continue;
        unsaved += (row[k]! * k) / K;
        if (renews) morning[K]! += row[k]! * stays(k, survival, loss);
        else morning[k]! += row[k]!;
      }
    }
    return { talks: talks[index]!, times, lost: unsaved * survival * loss };
  });
}

function rowAt(rows: Map<number, Float64Array>, place: number): Float64Array {
  const known = rows.get(place);
  if (known !== undefined) return known;
  const made = new Float64Array(WIDTH);
  rows.set(place, made);
  return made;
}
