import type { SeedRun } from '../../model/simulation.ts';
import { conditionalValueAtRisk } from '../../risk/tail.ts';
import { contacts, expectedLoss, movedShare, optOuts, realisedLoss, utilisation, worstParity } from './measures.ts';

const TAIL = 0.95;

/** One policy over all worlds; a year is 364 days, amounts are cents a year. */
export interface StudyRow {
  readonly name: string;
  readonly worlds: number;
  readonly years: number;
  readonly expectedLoss: number;
  readonly realisedLoss: number;
  /** Mean of the worst twentieth of all quarters, realised. */
  readonly quarterCvar: number;
  readonly contacts: number;
  readonly held: number;
  readonly optOuts: number;
  readonly fatigue: number;
  readonly burned: number;
  readonly worstParity: number;
  readonly longestPassedOver: number;
  readonly utilisation: number;
  readonly movedShare: number;
  readonly gated: number;
  readonly breaches: number;
  readonly brokenConditions: readonly string[];
}

/** The figures of one policy's runs, in any order. */
export function studyRow(name: string, runs: readonly SeedRun[]): StudyRow {
  const inOrder = runs.toSorted((a, b) => a.seed - b.seed);
  const years = inOrder.reduce((sum, { days }) => sum + days / 364, 0);
  const aYear = (of: (run: SeedRun) => number) =>
    inOrder.reduce((sum, run) => sum + of(run), 0) / Math.max(1e-9, years);
  const each = (of: (run: SeedRun) => number) =>
    inOrder.reduce((sum, run) => sum + of(run), 0) / Math.max(1, inOrder.length);
  const quarters = inOrder.flatMap((run) => run.quarters);
  const broken = new Map<string, number>();
  for (const run of inOrder)
    for (const [condition, count] of Object.entries(run.breaches))
      if (count > 0) broken.set(condition, (broken.get(condition) ?? 0) + count);
  return {
    name,
    worlds: inOrder.length,
    years,
    expectedLoss: aYear(expectedLoss),
    realisedLoss: aYear(realisedLoss),
    quarterCvar:
      quarters.length === 0
        ? 0
        : conditionalValueAtRisk(
            Float64Array.from(quarters, ({ lost }) => lost),
            TAIL,
          ),
    contacts: aYear(contacts),
    held: aYear((run) => run.quarters.reduce((sum, { held }) => sum + held, 0)),
    optOuts: aYear(optOuts),
    fatigue: each(({ fatigue }) => fatigue),
    burned: each((run) => run.burned),
    worstParity: Math.min(1, ...inOrder.map(worstParity)),
    longestPassedOver: Math.max(0, ...quarters.map(({ longestPassedOver }) => longestPassedOver)),
    utilisation: each(utilisation),
    movedShare: each(movedShare),
    gated: aYear((run) => run.quarters.reduce((sum, { gated }) => sum + gated, 0)),
    breaches: [...broken.values()].reduce((sum, count) => sum + count, 0),
    brokenConditions: [...broken.keys()].sort(),
  };
}
