import highsModule from 'highs';
import type { HighsAnswer } from './highs-answer.ts';
import { processorSeconds } from './measured.ts';
import type { ZeroOneProgram } from './zero-one-program.ts';

/** HiGHS knows a limit of wall-clock time only; it stands in where the other is not asked, never earlier. */
const WALL = 8;

/** The best of a 0/1 program, by presolve, cuts and branch and bound; after `seconds` of processor time, the best so far. */
export async function solveByHighs(program: ZeroOneProgram, seconds: number): Promise<HighsAnswer> {
  const load: unknown = highsModule;
  if (!isLoader(load)) throw new TypeError('highs: the package no longer exports its loader by default');
  const highs = await load();
  const numCols = program.cost.length;
  const numRows = program.rowLower.length;
  const model = highs.createModel({
    numCols,
    numRows,
    colCost: Float64Array.from(program.cost),
    colLower: new Float64Array(numCols),
    colUpper: new Float64Array(numCols).fill(1),
    rowLower: Float64Array.from(program.rowLower, (value) => Math.max(value, -highs.infinity)),
    rowUpper: Float64Array.from(program.rowUpper),
    matrix: {
      format: 'csc',
      numRows,
      numCols,
      starts: Int32Array.from(program.starts),
      indices: Int32Array.from(program.rows),
      values: Float64Array.from(program.values),
    },
    integrality: new Int32Array(numCols).fill(1),
  });
  const improved: { seconds: number; objective: number }[] = [];
  const started = process.cpuUsage();
  const { callbackType, modelStatus } = highs.constants;
  const stopInTime = (event: { readonly interrupt: () => void }): undefined => {
    if (processorSeconds(started) > seconds) event.interrupt();
  };
  try {
    model.options.set({ output_flag: false, time_limit: WALL * seconds, mip_rel_gap: 0 });
    model.run({
      [callbackType.mipImprovingSolution]: ({ data }): undefined => {
        const objective = data.objective_function_value;
        if (objective !== undefined) improved.push({ seconds: processorSeconds(started), objective: -objective });
      },
      [callbackType.mipInterrupt]: stopInTime,
      [callbackType.simplexInterrupt]: stopInTime,
    });
    return {
      objective: improved.length === 0 ? null : Math.round(-model.getObjectiveValue()),
      bound: -Number(model.info.get('mip_dual_bound')),
      proven: model.getModelStatus() === modelStatus.optimal,
      seconds: processorSeconds(started),
      columns: numCols,
      improved,
    };
  } finally {
    model.dispose();
  }
}

/** The package's types speak of its CommonJS build, whose loader is a property; the module build exports it itself. */
function isLoader(value: unknown): value is typeof highsModule.default {
  return typeof value === 'function';
}
