/** A process of its own: HiGHS holds the thread while it runs, and its memory is its own. */
import { accountValues } from '../../core/schedule/account-values.ts';
import { NO_COMMITMENTS } from '../../core/schedule/plan-block.ts';
import { problemOf } from '../../core/schedule/problem-of.ts';
import { splitBlocks } from '../../core/schedule/split-blocks.ts';
import { familyBlock, familyPolicy } from '../../core/simulate/families/families.ts';
import { familyNamed } from './family-named.ts';
import { HighsQuestion } from './highs-answer.ts';
import { highsModel } from './highs-model.ts';
import { solveByHighs } from './solve-by-highs.ts';

const { family: name, load, seed, theta, seconds } = HighsQuestion.parse(JSON.parse(process.argv[2] ?? ''));
const family = { ...familyNamed(name), load };
const policy = familyPolicy(family);
const portfolio = familyBlock(family, seed, 0);
const [block, ...others] = splitBlocks(portfolio, policy);
// Blocks share nobody, so they could be solved apart; none of these families has more than one with work.
if (block === undefined || others.length > 0) throw new Error(`${name}, seed ${seed}: HiGHS is asked about one block`);
const problem = problemOf(portfolio, policy, NO_COMMITMENTS, block);
process.send?.(await solveByHighs(highsModel(problem, accountValues(problem, theta)), seconds));
