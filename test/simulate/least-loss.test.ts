import { describe, expect, it } from 'vitest';
import { epochMinutes } from '../../core/calendar/minute.ts';
import { contactAges } from '../../core/simulate/bound/contact-ages.ts';
import { leastLoss } from '../../core/simulate/bound/least-loss.ts';
import { Reach } from '../../core/simulate/bound/reach.ts';
import { expectedLoss } from '../../core/simulate/comparison/measures.ts';
import { productPlanner } from '../../core/simulate/planners/product.ts';
import { DUTIFUL_WHITTLE, IDLE_PLANNER, WHITTLE_PLANNER } from '../../core/simulate/planners/ranked.ts';
import { GUARDRAILS } from '../../core/simulate/planners/roster.ts';
import { liveOn, simulate } from '../../core/simulate/world/live-on.ts';
import { dayOfStart, repIndex } from '../../core/simulate/world/rep-calendar.ts';
import { startRun } from '../../core/simulate/world/run.ts';
import { World } from '../../core/simulate/world/world.ts';
import { SMALL } from './small-world.ts';

const DAYS = 91;
const PRODUCT = productPlanner('product', GUARDRAILS);
const SEEDS = Array.from({ length: 4 }, (_, index) => index + 1);
const mean = (values: readonly number[]) => values.reduce((total, value) => total + value, 0) / values.length;

describe('leastLoss', () => {
  it('is what is lost where nobody asks for anything and nobody has time, over worlds', () => {
    const silent = { ...SMALL, demand: 0, external: 0, repMinutes: 0 };
    const seeds = Array.from({ length: 20 }, (_, index) => index + 1);
    const lived = seeds.map((seed) =>
      expectedLoss(simulate(silent, seed, DAYS, { planner: IDLE_PLANNER, guardrails: GUARDRAILS })),
    );
    const bounds = seeds.map((seed) => leastLoss(silent, seed, DAYS, GUARDRAILS, 0).loss);
    expect(mean(bounds) / mean(lived)).toBeGreaterThan(0.95);
    expect(mean(bounds) / mean(lived)).toBeLessThan(1.05);
  });

  const bound = mean(SEEDS.map((seed) => leastLoss(SMALL, seed, DAYS, GUARDRAILS, 4).loss));

  it.each([WHITTLE_PLANNER, DUTIFUL_WHITTLE, PRODUCT])(
    'is below what $name loses, and above nothing, over worlds',
    (planner) => {
      const lived = SEEDS.map((seed) => expectedLoss(simulate(SMALL, seed, DAYS, { planner, guardrails: GUARDRAILS })));
      expect(bound).toBeLessThan(mean(lived));
      expect(bound).toBeGreaterThan(0.4 * mean(lived));
    },
  );

  it('is lower without the rules on contacts, and where nobody else contacts customers', () => {
    const free = { ...GUARDRAILS, contact: { ...GUARDRAILS.contact, caps: [], minimumGapHours: 0 } };
    const busy = { ...SMALL, demand: 0.4 };
    const bound = leastLoss(busy, 1, DAYS, GUARDRAILS, 0).loss;
    expect(leastLoss(busy, 1, DAYS, free, 0).loss).toBeLessThan(bound);
    expect(leastLoss({ ...busy, external: 0.2 }, 1, DAYS, GUARDRAILS, 0).loss).toBeGreaterThan(bound);
  });

  it('rises with better prices and falls with more time', () => {
    const first = leastLoss(SMALL, 1, DAYS, GUARDRAILS, 0).loss;
    const better = leastLoss(SMALL, 1, DAYS, GUARDRAILS, 6).loss;
    const withTime = leastLoss({ ...SMALL, repMinutes: 240 }, 1, DAYS, GUARDRAILS, 6).loss;
    expect(better).toBeGreaterThan(first);
    expect(withTime).toBeLessThan(better);
  });
});

describe('contactAges', () => {
  it('holds every contact the product makes to be possible', () => {
    const world = new World({ ...SMALL, demand: 0.4, external: 0.03 }, 3);
    const rules = { planner: PRODUCT, guardrails: GUARDRAILS };
    const ages = contactAges(GUARDRAILS.contact);
    let run = startRun(world);
    while (run.state.day < 32) run = liveOn(world, run, rules, 3);
    const met = Map.groupBy(
      run.state.ledger.filter(({ channel }) => channel !== 'email'),
      ({ account }) => account,
    );
    const others = run.state.ledger.filter(({ channel }) => channel === 'email');
    expect(others.length).toBeGreaterThan(5);
    for (const [account, touches] of met) {
      let state = ages.fresh;
      for (let day = 0; day < 32; day += 1) {
        const on = ({ at }: { readonly at: string }) => at.startsWith(world.date(day));
        const today = touches.some(on);
        if (today) expect(ages.may[state], `${account} on day ${day}`).toBe(1);
        const { without, afterOne } = others.some((each) => each.account === account && on(each)) ? ages.others : ages;
        state = today ? afterOne[state]! : without[state]!;
      }
    }
    expect(Math.max(...[...met.values()].map(({ length }) => length))).toBeGreaterThan(2);
  });
});

describe('Reach', () => {
  it('holds every meeting the product plans to be possible', () => {
    const world = new World(SMALL, 3);
    const reach = new Reach(world, 42, GUARDRAILS);
    const rules = { planner: productPlanner('product', GUARDRAILS), guardrails: GUARDRAILS };
    let run = startRun(world);
    let seen = 0;
    while (run.state.day < 28) {
      run = liveOn(world, run, rules, 3);
      for (const { engagement, rep, start } of run.state.commitments) {
        const open = run.state.engagements.find(({ id }) => id === engagement);
        if (open === undefined) continue;
        const index = repIndex(world, rep);
        const day = dayOfStart(world, index, epochMinutes(start));
        const { generation } = run.state.accounts[open.slot]!;
        const { minutes } = world.demand(open.slot, open.askedOn)!;
        if (world.away(index, day)) continue;
        seen += 1;
        expect(reach.can(open.slot, generation, index, day, minutes, open.askedOn), engagement).toBe(true);
      }
    }
    expect(seen).toBeGreaterThan(50);
  });

  it('knows no meeting on a weekend or with a rep who is away', () => {
    const world = new World(SMALL, 3);
    const reach = new Reach(world, 91, GUARDRAILS);
    for (let day = 14; day < 91; day += 1)
      for (let rep = 0; rep < 2; rep += 1)
        if (!world.working(day) || world.away(rep, day)) expect(reach.can(0, 0, rep, day, 15, day - 7)).toBe(false);
  });
});
