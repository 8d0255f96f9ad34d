import highsModule from 'highs';
import type { AccountValues } from '../../core/schedule/account-values.ts';
import { eachPlace } from '../../core/schedule/planned-block.ts';
import { KINDS, type Problem } from '../../core/schedule/problem.ts';

export interface HighsResult {
  /** Best plan found, minor units; the optimum where `proven`. */
  readonly objective: number;
  readonly bound: number;
  readonly proven: boolean;
  readonly seconds: number;
  readonly columns: number;
}

/**
 * The same time-indexed model for HiGHS: a 0/1 column per engagement, rep-day and start; a row per engagement and per slot.
 * Only for families whose accounts have one engagement and where daily caps and breaks do not bind: `time`.
 */
export async function highsOptimum(problem: Problem, values: AccountValues, seconds: number): Promise<HighsResult> {
  const load: unknown = highsModule;
  if (!isLoader(load)) throw new TypeError('highs: the package no longer exports its loader by default');
  const highs = await load();
  const { days, places } = problem;
  const size = problem.engagements.length;
  const slotRows = days.offset[days.count]!;
  const cost: number[] = [];
  const starts: number[] = [0];
  const rows: number[] = [];
  for (let e = 0; e < size; e++) {
    eachPlace(problem, e, (c, kind) => {
      const d = places.classDay[c]!;
      const value = values.alone[(e * KINDS + kind) * days.touchCount + days.touch[d]!]!;
      if (value <= 0) return;
      for (let r = places.classRange[c]!; r < places.classRange[c + 1]!; r++) {
        for (let s = places.rangeFirst[r]!; s <= places.rangeLast[r]!; s++) {
          cost.push(-value);
          rows.push(e);
          const end = Math.min(days.offset[d]! + s + places.classCover[c]!, days.offset[d + 1]!);
          for (let slot = days.offset[d]! + s; slot < end; slot++) rows.push(size + slot);
          starts.push(rows.length);
        }
      }
    });
  }
  const columns = cost.length;
  const numRows = size + slotRows;
  const model = highs.createModel({
    numCols: columns,
    numRows,
    colCost: Float64Array.from(cost),
    colLower: new Float64Array(columns),
    colUpper: new Float64Array(columns).fill(1),
    rowLower: new Float64Array(numRows).fill(-highs.infinity),
    rowUpper: new Float64Array(numRows).fill(1),
    matrix: {
      format: 'csc',
      numRows,
      numCols: columns,
      starts: Int32Array.from(starts),
      indices: Int32Array.from(rows),
      values: new Float64Array(rows.length).fill(1),
    },
    integrality: new Int32Array(columns).fill(1),
  });
  try {
    model.options.set({ output_flag: false, time_limit: seconds, mip_rel_gap: 0 });
    const before = performance.now();
    model.run();
    const elapsed = (performance.now() - before) / 1000;
    const proven = model.getModelStatus() === highs.constants.modelStatus.optimal;
    const found = -model.getObjectiveValue();
    const bound = -Number(model.info.get('mip_dual_bound'));
    return { objective: Number.isFinite(found) ? found : 0, bound, proven, seconds: elapsed, columns };
  } finally {
    model.dispose();
  }
}

/** The package's types speak of its CommonJS build, whose loader is a property; the module build exports it itself. */
function isLoader(value: unknown): value is typeof highsModule.default {
  return typeof value === 'function';
}
