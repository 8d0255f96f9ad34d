import type { AccountValues } from '../../core/schedule/account-values.ts';
import { eachPlace } from '../../core/schedule/planned-block.ts';
import { KINDS, type Problem } from '../../core/schedule/problem.ts';

/** A 0/1 program, to be minimised; columns compressed, rows between their limits. */
export interface ZeroOneProgram {
  readonly cost: readonly number[];
  readonly rowLower: readonly number[];
  readonly rowUpper: readonly number[];
  /** Entries of column j: `starts[j] … starts[j + 1] − 1`. */
  readonly starts: readonly number[];
  readonly rows: readonly number[];
  readonly values: readonly number[];
}

/**
 * The time-indexed model in the tightest form we know, as paths (arc flow, Valério de Carvalho 1999): a day of a rep is a path over
 * its slots, an arc per length-and-window class and start. Engagements of a class are alike there, so each has one column per
 * rep-day, for its value, and none per start. The same relaxation as with a column per engagement and start and a row per
 * slot, in a twentieth of the columns and without the symmetry among starts: HiGHS proves the optimum of 100 engagements in
 * seconds so, and not in minutes the other way.
 *
 * Only for families whose accounts have one engagement and where daily caps and breaks do not bind: `time`.
 */
export function zeroOneProgram(problem: Problem, values: AccountValues): ZeroOneProgram {
  const { days, places } = problem;
  const program = new Columns();
  const limitOf = problem.engagements.map(() => program.row(Number.NEGATIVE_INFINITY, 1));
  const node: number[] = [];
  for (let d = 0; d < days.count; d++) {
    const last = days.slots[d]!;
    // One path through each day that has slots: out of the first node, into the last.
    for (let s = 0; s <= last; s++) {
      const flow = last === 0 ? 0 : s === 0 ? -1 : s === last ? 1 : 0;
      node[days.offset[d]! + d + s] = program.row(flow, flow);
    }
  }
  const nodeOf = (d: number, s: number): number => node[days.offset[d]! + d + Math.min(s, days.slots[d]!)]!;
  const taken = new Map<number, number>();
  problem.engagements.forEach((_, e) => {
    eachPlace(problem, e, (c, kind) => {
      const value = values.alone[(e * KINDS + kind) * days.touchCount + days.touch[places.classDay[c]!]!]!;
      if (value <= 0) return;
      const row = taken.get(c) ?? program.row(0, 0);
      taken.set(c, row);
      program.column(-value, [limitOf[e]!, 1], [row, 1]);
    });
  });
  for (const [c, row] of taken) {
    const d = places.classDay[c]!;
    for (let r = places.classRange[c]!; r < places.classRange[c + 1]!; r++) {
      for (let s = places.rangeFirst[r]!; s <= places.rangeLast[r]!; s++) {
        program.column(0, [row, -1], [nodeOf(d, s), -1], [nodeOf(d, s + places.classCover[c]!), 1]);
      }
    }
  }
  for (let d = 0; d < days.count; d++) {
    for (let s = 0; s < days.slots[d]!; s++) program.column(0, [nodeOf(d, s), -1], [nodeOf(d, s + 1), 1]);
  }
  return program;
}

class Columns implements ZeroOneProgram {
  readonly cost: number[] = [];
  readonly rowLower: number[] = [];
  readonly rowUpper: number[] = [];
  readonly starts: number[] = [0];
  readonly rows: number[] = [];
  readonly values: number[] = [];

  row(lower: number, upper: number): number {
    this.rowUpper.push(upper);
    return this.rowLower.push(lower) - 1;
  }

  column(cost: number, ...entries: readonly (readonly [row: number, value: number])[]): void {
    this.cost.push(cost);
    for (const [row, value] of entries) {
      this.rows.push(row);
      this.values.push(value);
    }
    this.starts.push(this.rows.length);
  }
}
