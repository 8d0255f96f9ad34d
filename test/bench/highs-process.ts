/** A process of its own: HiGHS holds the thread while it runs, and its memory is its own. */
import highsModule from 'highs';
import { accountValues } from '../../core/schedule/account-values.ts';
import { NO_COMMITMENTS } from '../../core/schedule/plan-block.ts';
import { problemOf } from '../../core/schedule/problem-of.ts';
import { splitBlocks } from '../../core/schedule/split-blocks.ts';
import { familyBlock, familyPolicy } from '../../core/simulate/families/families.ts';
import { familyNamed } from './family-named.ts';
import { type HighsAnswer, HighsQuestion } from './highs-answer.ts';
import { type ZeroOneProgram, zeroOneProgram } from './highs-model.ts';
import { processorSeconds } from './measured.ts';

/** HiGHS knows a limit of wall-clock time only; it stands in where the other is not asked, never earlier. */
const WALL = 8;

const { family: name, load, seed, seconds } = HighsQuestion.parse(JSON.parse(process.argv[2] ?? ''));
process.send?.(await answer());

/** Blocks share nobody: their optima add up. None of these families has more than one with work. */
async function answer(): Promise<HighsAnswer> {
  const family = { ...familyNamed(name), load };
  const policy = familyPolicy(family);
  const portfolio = familyBlock(family, seed, 0);
  const blocks = splitBlocks(portfolio, policy);
  if (blocks[0] === undefined || blocks.length > 1)
    throw new Error(`${name}, seed ${seed}: ${blocks.length} blocks; HiGHS is asked about one`);
  const problem = problemOf(portfolio, policy, NO_COMMITMENTS, blocks[0]);
  return solved(zeroOneProgram(problem, accountValues(problem, 0)));
}

async function solved(program: ZeroOneProgram): Promise<HighsAnswer> {
  const load: unknown = highsModule;
  if (!isLoader(load)) throw new TypeError('highs: the package no longer exports its loader by default');
  const highs = await load();
  const numCols = program.cost.length;
  const numRows = program.rowLower.length;
  const limits = (values: readonly number[]) =>
    Float64Array.from(values, (value) => (value === Number.NEGATIVE_INFINITY ? -highs.infinity : value));
  const model = highs.createModel({
    numCols,
    numRows,
    colCost: Float64Array.from(program.cost),
    colLower: new Float64Array(numCols),
    colUpper: new Float64Array(numCols).fill(1),
    rowLower: limits(program.rowLower),
    rowUpper: limits(program.rowUpper),
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
    const used = processorSeconds(started);
    return {
      objective: improved.length === 0 ? null : Math.round(-model.getObjectiveValue()),
      bound: -Number(model.info.get('mip_dual_bound')),
      proven: model.getModelStatus() === modelStatus.optimal,
      seconds: used,
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
