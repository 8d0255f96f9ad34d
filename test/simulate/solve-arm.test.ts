import { describe, expect, it } from 'vitest';
import { type Arm, armOf } from '../../core/simulate/bound/arm.ts';
import { contactAges } from '../../core/simulate/bound/contact-ages.ts';
import { OpenTalks } from '../../core/simulate/bound/open-talks.ts';
import { Prices } from '../../core/simulate/bound/prices.ts';
import { Reach } from '../../core/simulate/bound/reach.ts';
import { solveArm } from '../../core/simulate/bound/solve-arm.ts';
import { GUARDRAILS } from '../../core/simulate/planners/roster.ts';
import { World } from '../../core/simulate/world/world.ts';
import { SMALL } from './small-world.ts';

const DAYS = 14;
const WORTH = 20_000;
const SHORT = 0.4;
const AFTER = 500_000;
const world = new World({ ...SMALL, demand: 0.35, danger: 0.9, external: 0.08 }, 2);
const prices = new Prices(world, DAYS, GUARDRAILS.rep.bufferMinutes);
for (let day = 0; day < DAYS; day += 1) for (let rep = 0; rep < 2; rep += 1) prices.set(rep, day, WORTH, SHORT);
const reach = new Reach(world, DAYS, GUARDRAILS);
const arms = Array.from({ length: 24 }, (_, slot) =>
  // Late in their periods, so that some end within the days.
  armOf(
    { world, reach, days: DAYS },
    { slot, generation: 0, start: 0, elapsed: world.account(slot, 0).periodDays - 9 },
  ),
);

/** Every policy tried, from the chance that nothing has saved the customer as it is, cost if the customer is there. */
function exact(arm: Arm): number {
  const known = new Map<string, number>();
  const from = (index: number, state: number, unsaved: number, touches: readonly number[]): number => {
    const day = arm.days[index];
    if (day === undefined) return 0;
    const key = `${index} ${state} ${unsaved} ${touches.join()}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const night = (then: number, left: number, met: readonly number[]) => {
      const lost = left * day.loss;
      const later = day.renews ? 1 : (left - lost) / (1 - lost);
      const seen = day.byOthers ? [...met, index].slice(-2) : met;
      return lost * (arm.stake + AFTER) + (1 - lost) * from(index + 1, day.onto[then]!, later, seen);
    };
    let best = night(state, unsaved, touches);
    const free = touches.every((at) => index - at >= 2) && touches.filter((at) => index - at < 7).length < 2;
    for (const { minutes, effect, own, others, held, missed } of free ? day.options : []) {
      if (held[state]! < 0) continue;
      const met = [...touches, index].slice(-2);
      const ways = [...(own === null ? [] : [{ rep: own, fit: 1 }]), ...others.map((rep) => ({ rep, fit: 0.88 }))];
      for (const { rep, fit } of ways) {
        const saved = night(held[state]!, unsaved * (1 - effect * fit), met);
        const cost =
          prices.fee(rep, index, minutes) + arm.show * saved + (1 - arm.show) * night(missed[state]!, unsaved, met);
        best = Math.min(best, cost);
      }
    }
    known.set(key, best);
    return best;
  };
  return from(0, arm.first, 1, []);
}

describe('solveArm', () => {
  it('is never above the cost of the best policy, and hardly below', () => {
    let [bound, best, talked] = [0, 0, 0];
    for (const arm of arms) {
      const { cost, plays } = solveArm(arm, contactAges(GUARDRAILS.contact), prices, () => AFTER);
      const least = exact(arm);
      expect(cost).toBeLessThanOrEqual(least * (1 + 1e-12));
      bound += cost;
      best += least;
      for (const { times } of plays) for (const expected of times) talked += expected;
    }
    expect(talked).toBeGreaterThan(5);
    expect(bound / best).toBeGreaterThan(0.999);
  });

  it('costs what its plays lose and pay', () => {
    for (const arm of arms) {
      const { cost, plays } = solveArm(arm, contactAges(GUARDRAILS.contact), prices, () => AFTER);
      const paid = plays.reduce((sum, { talks, times, lost }) => {
        const fees = talks.reduce((all, { fee }, index) => all + fee * times[index]!, 0);
        return sum + fees + lost * (arm.stake + AFTER);
      }, 0);
      expect(paid / cost).toBeCloseTo(1, 9);
    }
  });
});

describe('OpenTalks', () => {
  it('has nothing asked for while two are open, and asks again once one is held', () => {
    const [today, tomorrow] = [new OpenTalks([4, 5]), new OpenTalks([4, 5, 6])];
    const onto = today.onto(tomorrow, true);
    const both = onto[today.untouched]!;
    expect(tomorrow.after(2, true)[both]).toBe(-1);
    const one = onto[today.after(0, true)[today.untouched]!]!;
    expect(tomorrow.after(0, true)[one]).toBe(-1);
    expect(tomorrow.after(2, true)[one]).toBeGreaterThanOrEqual(0);
  });

  it('lets a conversation be tried twice and held once', () => {
    const talks = new OpenTalks([1]);
    const once = talks.after(0, false)[talks.untouched]!;
    const twice = talks.after(0, false)[once]!;
    expect(talks.after(0, false)[twice]).toBe(-1);
    expect(talks.after(0, true)[once]).toBe(twice);
  });
});
