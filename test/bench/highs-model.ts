import { accountChoices } from '../../core/schedule/account-choices.ts';
import type { AccountValues } from '../../core/schedule/account-values.ts';
import { eachPlace } from '../../core/schedule/planned-block.ts';
import { KINDS, type Problem } from '../../core/schedule/problem.ts';
import { addDayPaths } from './day-paths.ts';
import { ZeroOneProgram } from './zero-one-program.ts';

/**
 * The time-indexed model in the tightest form we know. Engagements of one class are alike on its rep-day, so each has one
 * column there, for its value, and none per start; days are paths. It is the relaxation of a column per engagement and start
 * and a row per slot, in a tenth of the columns and without the symmetry among starts: HiGHS proves the optimum of 100
 * engagements in seconds so, and not in minutes the other way. An account with several engagements has a column per
 * combination of options that can be held, with its exact value.
 *
 * Exact for families `time`. With all rules on, the minimum gap between touches two days apart, caps within the week, parity and
 * what must be placed are left to the plan: the optimum is then at least that of the rules, and our share at least what is said.
 */
export function highsModel(problem: Problem, values: AccountValues): ZeroOneProgram {
  const { days, places } = problem;
  const program = new ZeroOneProgram();
  const taken = Array.from({ length: days.count }, () => new Map<number, number>());
  const takenRow = (c: number): number => {
    const ofDay = taken[places.classDay[c]!]!;
    const row = ofDay.get(c) ?? program.row(0, 0);
    ofDay.set(c, row);
    return row;
  };
  const choices = accountChoices(problem, values);
  problem.engagements.forEach((_, e) => {
    if (choices.covered[e] === 1) return;
    const limit = program.row(Number.NEGATIVE_INFINITY, 1);
    eachPlace(problem, e, (c, kind) => {
      const value = values.alone[(e * KINDS + kind) * days.touchCount + days.touch[places.classDay[c]!]!]!;
      if (value <= 0) return;
      const row = takenRow(c);
      program.column(-value, [
        [limit, 1],
        [row, 1],
      ]);
    });
  });
  for (let m = 0; m < choices.accounts.length; m++) addCombinations(m);
  for (let d = 0; d < days.count; d++) addDayPaths(program, problem, d, taken[d]!);
  return program;

  function addCombinations(m: number): void {
    if (choices.exact[m] !== 1) throw new RangeError('an account has too many combinations to list them');
    const limit = program.row(Number.NEGATIVE_INFINITY, 1);
    const first = choices.memberStart[m]!;
    const end = choices.memberStart[m + 1]!;
    let combinations = 1;
    const optionRow = new Map<number, number>();
    for (let i = first; i < end; i++) {
      const from = choices.optionStart[i]!;
      const to = choices.optionStart[i + 1]!;
      combinations *= to - from + 1;
      for (let o = from; o < to; o++) optionRow.set(o, program.row(0, 0));
      eachPlace(problem, choices.member[i]!, (c, kind) => {
        const touch = days.touch[places.classDay[c]!]!;
        for (let o = from; o < to; o++) {
          if (choices.optionTouch[o] !== touch || ((choices.optionKinds[o]! >> kind) & 1) === 0) continue;
          const row = takenRow(c);
          program.column(problem.contactCost[choices.member[i]!]!, [
            [optionRow.get(o)!, 1],
            [row, 1],
          ]);
        }
      });
    }
    for (let index = 1; index < combinations; index++) {
      const value = choices.table[choices.tableStart[m]! + index]!;
      if (value <= 0) continue;
      const options: number[] = [];
      for (let i = first; i < end; i++) {
        const width = choices.optionStart[i + 1]! - choices.optionStart[i]! + 1;
        const option = Math.floor(index / choices.stride[i]!) % width;
        if (option > 0) options.push(optionRow.get(choices.optionStart[i]! + option - 1)!);
      }
      if (options.length > problem.most[choices.accounts[m]!]!) continue;
      program.column(-value, [[limit, 1], ...options.map((row) => [row, -1] as const)]);
    }
  }
}
