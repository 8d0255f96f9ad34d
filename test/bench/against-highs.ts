import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { runChild } from './child.ts';
import { HighsAnswer, HighsQuestion } from './highs-answer.ts';
import type { BenchRow } from './row.ts';

/** Its own limit is of processor time; on a busy machine that is longer by the clock. Beyond this it hangs. */
const PATIENCE = 10;

/** A line of the file that keeps answers: minutes of work that do not depend on our planner. */
const Kept = z.strictObject({ question: HighsQuestion, answer: HighsAnswer });

/** Gives the same instance to HiGHS and holds our plan against what it found, proven or not. `answers`: file to keep them. */
export async function againstHighs(row: BenchRow, seconds: number, answers: string | undefined): Promise<BenchRow> {
  const question = { family: row.family, load: row.load, seed: row.seed, theta: row.theta ?? 0, seconds };
  const answer = keptAnswer(answers, question) ?? (await ask(question, answers));
  return answer === undefined ? row : { ...row, ...comparison(row, answer) };
}

function keptAnswer(file: string | undefined, question: HighsQuestion): HighsAnswer | undefined {
  if (file === undefined || !existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  const kept = lines.filter((line) => line !== '').map((line) => Kept.parse(JSON.parse(line)));
  // A proof is one at any limit; otherwise it has had at least as much time.
  return kept.find(
    (each) =>
      sameInstance(each.question, question) && (each.answer.proven || each.question.seconds >= question.seconds),
  )?.answer;
}

function sameInstance(a: HighsQuestion, b: HighsQuestion): boolean {
  return a.family === b.family && a.load === b.load && a.seed === b.seed && a.theta === b.theta;
}

async function ask(question: HighsQuestion, file: string | undefined): Promise<HighsAnswer | undefined> {
  const answers: HighsAnswer[] = [];
  await runChild(
    './highs-process.ts',
    question,
    (message) => answers.push(HighsAnswer.parse(message)),
    PATIENCE * question.seconds + 30,
  );
  const [answer] = answers;
  if (answer !== undefined && file !== undefined) appendFileSync(file, `${JSON.stringify({ question, answer })}\n`);
  return answer;
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
