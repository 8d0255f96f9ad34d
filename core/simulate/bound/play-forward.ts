import type { Arm } from './arm.ts';
import type { ContactAges } from './contact-ages.ts';
import type { Choices } from './solve-arm.ts';
import type { Talk } from './talks.ts';
import { afterTalk, K, stays, WIDTH } from './unsaved-grid.ts';

/** What is expected on a day: how often each of its talks is held, and losses on its night. */
export interface Play {
  readonly talks: readonly Talk[];
  readonly times: Float64Array;
  readonly lost: number;
}

/** What the chosen policy is expected to do, from a customer whom no conversation has saved and nobody has met lately. */
export function playForward(
  arm: Arm,
  ages: ContactAges,
  talks: readonly (readonly Talk[])[],
  choices: readonly Choices[],
): Play[] {
  let here = new Map<number, Float64Array>();
  const first = new Float64Array(WIDTH);
  first[K] = 1;
  if (arm.days.length > 0) here.set(ages.fresh * arm.days[0]!.states + arm.first, first);
  return arm.days.map((day, index) => {
    const { states, survival, loss, renews, byOthers, onto } = day;
    const { without, afterOne } = byOthers ? ages.others : ages;
    const times = new Float64Array(talks[index]!.length);
    const evening = new Map<number, Float64Array>();
    for (const [place, row] of here) {
      const state = place % states;
      const age = (place - state) / states;
      const chosen = choices[index]![place];
      const waiting = rowAt(evening, without[age]! * states + state);
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
        const { weight, low, part } = afterTalk(k, effect, survival);
        const held = rowAt(evening, afterOne[age]! * states + option.held[state]!);
        held[low]! += chance * arm.show * weight * (1 - part);
        held[low + 1]! += chance * arm.show * weight * part;
        rowAt(evening, afterOne[age]! * states + option.missed[state]!)[k]! += chance * (1 - arm.show);
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
