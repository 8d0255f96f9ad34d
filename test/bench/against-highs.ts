import { runChild } from './child.ts';
import { HighsAnswer, type HighsQuestion } from './highs-answer.ts';
import type { BenchRow } from './row.ts';

/** Its own limit is of processor time; on a busy machine that is longer by the clock. Beyond this it hangs. */
const PATIENCE = 10;

/** Gives the same instance to HiGHS and holds our plan against what it found, proven or not. */
export async function againstHighs(row: BenchRow, seconds: number): Promise<BenchRow> {
  const question: HighsQuestion = {
    family: row.family,
    load: row.load,
    seed: row.seed,
    theta: row.theta ?? 0,
    seconds,
  };
  const answers: HighsAnswer[] = [];
  await runChild(
    './highs-process.ts',
    question,
    (message) => answers.push(HighsAnswer.parse(message)),
    PATIENCE * seconds + 30,
  );
  const [answer] = answers;
  return answer === undefined ? row : { ...row, ...comparison(row, answer) };
}

function comparison({ objective, seconds }: BenchRow, answer: HighsAnswer) {
  const asGood = answer.improved.find((each) => each.objective >= objective);
  return {
    optimumProven: answer.proven,
    timeRatio: answer.seconds / seconds,
    ...(answer.objective === null ? {} : { optimumShare: objective / answer.objective }),
    ...(Number.isFinite(answer.bound) ? { boundShare: objective / answer.bound } : {}),
    ...(asGood === undefined ? {} : { timeRatioToOurs: asGood.seconds / seconds }),
  };
}
