import { describe, expect, it } from 'vitest';
import { Condition, type SeedRun } from '../../core/model/simulation.ts';
import { returnerBreaches } from '../../core/simulate/conditions/returner.ts';
import { starvedGroups } from '../../core/simulate/conditions/starvation.ts';
import type { Planner } from '../../core/simulate/planners/planner.ts';
import { productPlanner } from '../../core/simulate/planners/product.ts';
import { GUARDRAILS } from '../../core/simulate/planners/roster.ts';
import { simulate } from '../../core/simulate/world/live-on.ts';
import { type Scenario, STEADY } from '../../core/simulate/world/scenario.ts';
import {
  dropsTheVulnerable,
  floodsReturners,
  forgetsTheClocks,
  forgetsTheLedger,
  ignoresObjections,
  leavesOut,
  RETURNER,
  runsOneAfterTheOther,
  runsPastEachOther,
  worksPeopleThrough,
} from './harmful.ts';
import { SMALL } from './small-world.ts';

const AUTUMN: Scenario = { ...SMALL, start: '2026-10-12', demand: 0.3 };
const TOUCHY: Scenario = { ...SMALL, demand: 0.3, fatigue: { ...SMALL.fatigue, optOut: 0.15 } };
const EAGER: Scenario = { ...SMALL, accounts: 10, reps: 4, demand: 0.5 };
const QUARTER = 91;

function live(planner: Planner, scenario: Scenario, days: number): SeedRun {
  return simulate(scenario, 1, days, { planner, guardrails: GUARDRAILS });
}

function broken(run: SeedRun): string[] {
  return Object.entries(run.breaches).flatMap(([condition, count]) => (count > 0 ? [condition] : []));
}

type Planted = [harm: string, Condition, Planner, Scenario, number, RegExp];

const PLANTED: readonly Planted[] = [
  [
    'calls outside hours when the clocks change',
    'allowed-hours',
    forgetsTheClocks('2026-10-12T12:00:00Z'),
    AUTUMN,
    28,
    /-hours: .* inside the hours of/,
  ],
  ['calls customers who objected', 'objection', ignoresObjections, TOUCHY, 35, /objection: A-.*the account objected/],
  ['forgets who was called', 'contact-cap', forgetsTheLedger, EAGER, 21, /(minimum-gap|contact-cap): /],
  ['publishes two runs past each other', 'contact-cap', runsPastEachOther, EAGER, 35, /(minimum-gap|contact-cap): /],
  ['works people over the ceiling', 'rep-ceiling', worksPeopleThrough, SMALL, 7, /(daily-minutes|rep-hours): /],
  [
    'starves a declared group',
    'group-starved',
    leavesOut('amer'),
    STEADY,
    QUARTER,
    /accounts met in the quarter .* at least 0.8/,
  ],
  [
    'floods who comes back from leave',
    'returner-flooded',
    floodsReturners,
    STEADY,
    QUARTER,
    /in the week after an absence/,
  ],
  [
    'drops a vulnerable customer silently',
    'vulnerable-dropped',
    dropsTheVulnerable,
    STEADY,
    42,
    /without anybody being asked/,
  ],
];

describe('human-impact conditions over simulated days', () => {
  it('a harm is planted for every condition; burning the base for long is in the suites', () => {
    const planted = PLANTED.map(([, condition]) => condition);
    expect([...new Set([...planted, 'long-term'])].toSorted()).toEqual(Condition.options.toSorted());
  });

  it.each(PLANTED)('a policy that %s is caught as %s', (_, condition, planner, scenario, days, text) => {
    const run = live(planner, scenario, days);
    expect(broken(run)).toContain(condition);
    expect(run.examples.filter((each) => each.condition === condition)[0]?.text).toMatch(text);
  });

  it.each<[string, Scenario, number]>([
    ['the steady world', STEADY, QUARTER],
    ['the weeks in which the clocks change', AUTUMN, 28],
    ['a world of touchy customers', TOUCHY, 35],
    ['a world of more calls than caps allow', EAGER, 35],
  ])('the product breaks none of them in %s', (_, scenario, days) => {
    const run = live(productPlanner('product', GUARDRAILS), scenario, days);
    expect(broken(run)).toEqual([]);
  });

  it('two runs a day keep the caps as soon as the second starts from what the first has published', () => {
    expect(broken(live(runsOneAfterTheOther, EAGER, 35))).toEqual([]);
  });
});

describe('single conditions', () => {
  const { equity } = GUARDRAILS;
  const rows = (covered: number, eligible = 25) => [
    { group: 'tier', value: 'a', eligible: 25, covered: 20 },
    { group: 'tier', value: 'b', eligible, covered },
  ];

  it('a group at exactly four fifths of the best is not starved, one below is', () => {
    expect(starvedGroups(rows(16), equity, 90)).toEqual([]);
    expect(starvedGroups(rows(15), equity, 90)).toMatchObject([{ condition: 'group-starved', subject: 'tier b' }]);
  });

  it('a group below the minimum size is not held to the floor', () => {
    expect(starvedGroups(rows(0, 19), equity, 90)).toEqual([]);
  });

  it('a returner with more than twice the minutes of the colleagues is flooded, with twice not', () => {
    const days = (own: number) =>
      Array.from({ length: 8 }, (_, day) => ({
        day,
        minutes: day < 3 ? [0, 30] : [own, 30],
        away: [day < 3, false],
      }));
    const reps = [{ id: RETURNER }, { id: 'R-02' }];
    expect(returnerBreaches(days(60), reps)).toEqual([]);
    expect(returnerBreaches(days(61), reps)).toMatchObject([
      { condition: 'returner-flooded', subject: RETURNER, day: 7 },
    ]);
  });

  it('nobody is flooded while there is no colleague to compare with', () => {
    const loads = Array.from({ length: 8 }, (_, day) => ({ day, minutes: [60, 0], away: [day < 3, day >= 3] }));
    expect(returnerBreaches(loads, [{ id: RETURNER }, { id: 'R-02' }])).toEqual([]);
  });

  it('nobody is a returner after two days away', () => {
    const loads = Array.from({ length: 8 }, (_, day) => ({ day, minutes: [240, 0], away: [day < 2, false] }));
    expect(returnerBreaches(loads, [{ id: RETURNER }, { id: 'R-02' }])).toEqual([]);
  });
});
