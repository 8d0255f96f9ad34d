import { describe, expect, it } from 'vitest';
import { dateOf, dayOf } from '../../core/calendar/day.ts';
import { parsePortfolio } from '../../core/model/parse-portfolio.ts';
import { Placer } from '../../core/simulate/planners/placer.ts';
import type { Planner } from '../../core/simulate/planners/planner.ts';
import { productPlanner } from '../../core/simulate/planners/product.ts';
import { IDLE_PLANNER, WHITTLE_PLANNER } from '../../core/simulate/planners/ranked.ts';
import { GUARDRAILS } from '../../core/simulate/planners/roster.ts';
import { Draws } from '../../core/simulate/world/draws.ts';
import { forecastLoss } from '../../core/simulate/world/forecast.ts';
import { liveOn, simulate } from '../../core/simulate/world/live-on.ts';
import { morningView } from '../../core/simulate/world/morning.ts';
import { startRun, WorldRun } from '../../core/simulate/world/run.ts';
import { SCENARIOS, type Scenario } from '../../core/simulate/world/scenario.ts';
import { World } from '../../core/simulate/world/world.ts';
import { SMALL } from './small-world.ts';

const product = productPlanner('product', GUARDRAILS);
const rules = { planner: product, guardrails: GUARDRAILS };
/** No season and no shocks: what the forecast says is then what happens. */
const CALM: Scenario = { ...SMALL, season: 0, shock: { ...SMALL.shock, chance: 0 }, external: 0 };

describe('Draws', () => {
  it('gives a position the same number whoever asked for what before', () => {
    const [one, other] = [new Draws(7), new Draws(7)];
    const late = one.at('loss/A-1', 5);
    other.at('loss/A-2', 100);
    const early = Array.from({ length: 5 }, (_, position) => other.at('loss/A-1', position));
    expect(other.at('loss/A-1', 5)).toBe(late);
    expect(new Set([...early, late]).size).toBe(6);
  });
});

describe('a simulated world', () => {
  it('is the same document every time, and another for another seed', () => {
    const [one, again, other] = [
      simulate(SMALL, 3, 28, rules),
      simulate(SMALL, 3, 28, rules),
      simulate(SMALL, 4, 28, rules),
    ];
    expect(again).toEqual(one);
    expect(other.burned).not.toBe(one.burned);
  });

  it('goes on from its stored state of any day as if it had never stopped', () => {
    const world = new World(SMALL, 5);
    let whole = startRun(world);
    let stored = startRun(world);
    for (let day = 0; day < 24; day++) {
      whole = liveOn(world, whole, rules, 5);
      stored = liveOn(new World(SMALL, 5), WorldRun.parse(JSON.parse(JSON.stringify(stored))), rules, 5);
    }
    expect(stored).toEqual(whole);
  });

  it('asks for the same conversations and has the same illnesses whoever plans', () => {
    const world = new World(SMALL, 2);
    const asked = (planner: typeof product) => {
      let run = startRun(world);
      const seen: string[] = [];
      for (let day = 0; day < 12; day++) {
        run = liveOn(world, run, { planner, guardrails: GUARDRAILS }, 2);
        seen.push(...run.state.engagements.filter(({ askedOn }) => askedOn === day).map(({ id }) => id));
      }
      return seen;
    };
    // Those already lost or called ask for nothing new; what both ask for is drawn alike.
    const [idle, busy] = [asked(IDLE_PLANNER), asked(product)];
    const common = busy.filter((id) => idle.includes(id)).length;
    expect(common / busy.length).toBeGreaterThan(0.6);
    for (const id of busy) expect(world.demand(Number(id.slice(2, 5)), Number(id.slice(6)))?.id).toBe(id);
  });

  it('hands over portfolios that keep their contract, whatever is wrong with the forecasts', () => {
    for (const scenario of SCENARIOS) {
      const world = new World({ ...scenario, accounts: 20, reps: 2 }, 1);
      let run = startRun(world);
      for (let day = 0; day < 9; day++)
        run = liveOn(world, run, { planner: WHITTLE_PLANNER, guardrails: GUARDRAILS }, 1);
      const { portfolio } = morningView(world, run.state, GUARDRAILS);
      expect(parsePortfolio(JSON.parse(JSON.stringify(portfolio))).ok, scenario.name).toBe(true);
    }
  });

  it('loses as often as the forecast of the first morning says where nobody acts and the climate is calm', () => {
    let [lost, forecast, variance] = [0, 0, 0];
    for (let seed = 1; seed <= 40; seed++) {
      const world = new World(CALM, seed);
      const start = world.initialState();
      const [slot] = [seed % CALM.accounts];
      const account = start.accounts[slot]!;
      const truth = world.account(slot, 0);
      const { probability, withinDays } = forecastLoss(world, truth, account, 0);
      let run = startRun(world);
      while (run.state.day < withinDays && run.state.accounts.some(({ lostOn }) => lostOn === null))
        run = liveOn(world, run, { planner: IDLE_PLANNER, guardrails: GUARDRAILS }, seed);
      // The place's first customer is gone when somebody else sits there or the place is empty.
      const now = run.state.accounts[slot]!;
      if (now.generation > 0 || now.lostOn !== null) lost += 1;
      forecast += probability;
      variance += probability * (1 - probability);
    }
    expect(Math.abs(lost - forecast)).toBeLessThan(3.5 * Math.sqrt(variance));
  });

  it('ends a wait by a contact, not by a place in a plan that the next morning drops', () => {
    // Every second morning everybody is planned for the end of the horizon, and nobody is on the others.
    const fickle: Planner = {
      name: 'fickle',
      title: '',
      plan: ({ portfolio, policy, published }) => {
        const placer = new Placer(portfolio, policy);
        const end = { ...portfolio.horizon, start: dateOf(dayOf(portfolio.horizon.start) + 5), days: 2 };
        const late = new Placer({ ...portfolio, horizon: end }, policy);
        if (published.length === 0) for (const each of portfolio.engagements) late.place(each, portfolio.reps);
        return { placements: published.length === 0 ? late.placements : placer.placements, gated: [] };
      },
    };
    const { quarters } = simulate(SMALL, 2, 91, { planner: fickle, guardrails: GUARDRAILS });
    const planned = quarters.reduce((sum, { published }) => sum + published, 0);
    expect(planned).toBeGreaterThan(50);
    expect(quarters[0]!.held + quarters[0]!.noShows).toBe(0);
    expect(quarters[0]!.longestPassedOver).toBeGreaterThan(8);
  });

  it('has contacts without measure tire customers and drive them to object', () => {
    const tender: Scenario = {
      ...SMALL,
      accounts: 8,
      demand: 0.6,
      fatigue: { ...SMALL.fatigue, tolerance: 1, optOutGrowth: 0.1 },
    };
    const [idle, busy] = [IDLE_PLANNER, product].map((planner) =>
      simulate(tender, 1, 91, { planner, guardrails: GUARDRAILS }),
    );
    expect(busy!.fatigue).toBeGreaterThan(idle!.fatigue);
    expect(busy!.quarters[0]!.optOuts).toBeGreaterThan(idle!.quarters[0]!.optOuts);
    expect(busy!.burned).toBeGreaterThan(idle!.burned);
  });
});
