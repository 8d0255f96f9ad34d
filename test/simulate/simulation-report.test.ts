import { describe, expect, it } from 'vitest';
import { Digest } from '../../core/model/ids.ts';
import type { SeedRun } from '../../core/model/simulation.ts';
import { type SimulationReport, simulationReport } from '../../core/report/simulation-report.ts';
import { studyRow } from '../../core/simulate/comparison/study.ts';
import { IDLE_PLANNER, WHITTLE_PLANNER } from '../../core/simulate/planners/ranked.ts';
import { GUARDRAILS } from '../../core/simulate/planners/roster.ts';
import { simulate } from '../../core/simulate/world/live-on.ts';
import { SMALL } from './small-world.ts';

const runs = new Map<string, readonly SeedRun[]>(
  [IDLE_PLANNER, WHITTLE_PLANNER].map((planner) => [
    planner.name,
    [1, 2].map((seed) => simulate(SMALL, seed, 182, { planner, guardrails: GUARDRAILS })),
  ]),
);

const NOTHING = Digest.parse(`sha256:${'0'.repeat(64)}`);

function reportOf(changes: Partial<SimulationReport> = {}): SimulationReport {
  return {
    ...{
      scenario: 'small',
      currency: 'EUR',
      worlds: 2,
      days: 182,
      subject: 'whittle',
      frontier: ['whittle', 'nobody'],
    },
    goals: [{ title: 'Lose less than <nobody>', reached: true, text: 'by far' }],
    suites: [],
    rows: [...runs].map(([name, own]) => ({ ...studyRow(name, own), title: `Policy ${name}`, runs: own })),
    ...changes,
  };
}

describe('simulationReport', () => {
  const text = simulationReport(reportOf());

  it('shows every policy with its conditions broken, and every picture with a name', () => {
    expect(text).toContain('Policy whittle');
    expect(text).toContain('vulnerable-dropped');
    for (const picture of [
      'Expected loss by policy and world',
      'Loss beyond the subject',
      'Average year against bad quarter',
      'Parity by quarter',
    ])
      expect(text).toMatch(new RegExp(`role="img" aria-label="${picture}`));
  });

  it('draws one dot a world and policy, and a difference for all but the subject', () => {
    expect(text.match(/fill-opacity="0.45"/g)).toHaveLength(2 * 2 + 2);
  });

  it('is one document without scripts, requests or style attributes, and escapes what it is told', () => {
    expect(text).toMatch(/^<!doctype html>/);
    expect(text).not.toMatch(/<script|style="|https?:\/\/(?!www\.w3\.org)/);
    expect(text).toContain('Lose less than &lt;nobody&gt;');
    expect(text).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('is the same for the same runs', () => {
    expect(simulationReport(reportOf())).toBe(text);
  });

  it('shows the verdict of a suite and each check where no policies are compared', () => {
    const check = { name: 'contact-cap', verdict: 'fail', text: 'broken 3 times', numbers: {} } as const;
    const result = {
      contract: 'suite-result/1',
      suite: 'simulation',
      verdict: 'fail',
      checks: [check],
      sample: 12,
    } as const;
    const only = simulationReport(
      reportOf({
        rows: [],
        suites: [{ ...result, checks: [...result.checks], candidate: NOTHING, stable: null, code: NOTHING }],
      }),
    );
    expect(only).toContain('Suite simulation: fail');
    expect(only).toContain('broken 3 times');
    expect(only).not.toContain('Parity over time');
  });
});

describe('studyRow', () => {
  it('adds up what the quarters say, in any order of the runs', () => {
    const own = runs.get('whittle') ?? [];
    const row = studyRow('whittle', own);
    const expected = own.flatMap(({ quarters }) => quarters).reduce((sum, quarter) => sum + quarter.expected, 0);
    expect(row.years).toBe(1);
    expect(row.expectedLoss).toBeCloseTo(expected, 3);
    expect(studyRow('whittle', own.toReversed())).toEqual(row);
    const worst = Math.max(...own.flatMap(({ quarters }) => quarters.map(({ lost }) => lost)));
    expect(row.quarterCvar).toBe(worst);
  });
});
