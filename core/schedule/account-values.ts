import type { CoverageBonus } from '../model/plan.ts';
import type { Account } from '../model/portfolio.ts';
import { roundHalfUp } from '../numeric/round-half-up.ts';
import { certaintyEquivalent } from '../risk/certainty-equivalent.ts';
import { cumulativeLoss, type LossProcess } from '../risk/loss-process.ts';
import { accountLosses } from './account-losses.ts';
import { column } from './column.ts';
import { coverageBonus } from './coverage-bonus.ts';
import { KINDS, type Problem } from './problem.ts';

/** What touches are worth at one θ, in minor units. */
export interface AccountValues {
  readonly theta: number;
  /** What covering the account counts for beside its value (core/README.md, "Coverage floor"); whole. */
  readonly bonus: Float64Array;
  readonly processes: readonly LossProcess[];
  /** ce_θ of the account with no touch at all. */
  readonly without: Float64Array;
  /** F by account and touch day of the horizon. */
  readonly lost: Float64Array;
  /** By engagement, kind of rep and touch day: what it is worth as the account's only touch: bonus in, contact cost off. */
  readonly alone: Float64Array;
}

/** The same for the same problem, θ and bonuses; what does not depend on bonuses is worked out once for each θ in a row. */
export function accountValues(problem: Problem, theta: number, bonuses: readonly CoverageBonus[] = []): AccountValues {
  const plain = plainValues(problem, theta);
  if (bonuses.length === 0) return plain;
  const { accounts, account, days, lists } = problem;
  const touches = days.touchCount;
  const bonus = column(new Float64Array(accounts.length), accounts, (each) => coverageBonus(each, bonuses));
  const alone = plain.alone.slice();
  for (let e = 0; e < account.length; e++) {
    const counts = bonus[account[e]!]!;
    if (counts === 0) continue;
    for (let t = 0; t < touches; t++) {
      if (lists[e * touches + t]! < 0) continue;
      for (let k = 0; k < KINDS; k++) {
        const at = (e * KINDS + k) * touches + t;
        alone[at] = alone[at]! + counts;
      }
    }
  }
  return { ...plain, bonus, alone };
}

/** Weak: nothing of a problem is kept once it is let go. */
const known = new WeakMap<Problem, AccountValues>();

/** Values at θ where covering an account counts for nothing. */
export function plainValues(problem: Problem, theta: number): AccountValues {
  const last = known.get(problem);
  if (last?.theta === theta) return last;
  const values = valuesAt(problem, theta);
  known.set(problem, values);
  return values;
}

function valuesAt(problem: Problem, theta: number): AccountValues {
  const { accounts, accountStart, days, reach, affinity, contactCost, lists } = problem;
  const touches = days.touchCount;
  const processes = accounts.map(lossOf);
  const without = column(new Float64Array(accounts.length), accounts, ({ stake }, a) =>
    certaintyEquivalent(theta, processes[a]!.probability, stake),
  );
  const lost = accountLosses(processes, days);
  const alone = new Float64Array(problem.engagements.length * KINDS * touches);
  for (let a = 0; a < accounts.length; a++) {
    const process = processes[a]!;
    const stake = accounts[a]!.stake;
    for (let e = accountStart[a]!; e < accountStart[a + 1]!; e++) {
      for (let k = 0; k < KINDS; k++) {
        const averts = clamped(reach[e]! * affinity[a * KINDS + k]!);
        for (let t = 0; t < touches; t++) {
          if (lists[e * touches + t]! < 0) continue;
          const q = lossWithOne(process, t + days.firstTouch, lost[a * touches + t]!, averts);
          const value = protectedBetween(without[a]!, certaintyEquivalent(theta, q, stake));
          alone[(e * KINDS + k) * touches + t] = value - contactCost[e]!;
        }
      }
    }
  }
  return { theta, bonus: new Float64Array(accounts.length), processes, without, lost, alone };
}

export function lossOf({ loss }: Account): LossProcess {
  return loss ?? { probability: 0, withinDays: 1, shape: 1 };
}

export function clamped(averts: number): number {
  return Math.min(1, Math.max(0, averts));
}

export function protectedBetween(without: number, withTouches: number): number {
  return Math.max(0, roundHalfUp(without - withTouches));
}

/** lossProbability of core/risk for one touch, same operations in the same order, with F known. */
function lossWithOne({ probability, withinDays }: LossProcess, day: number, lost: number, averts: number): number {
  if (day >= withinDays) return probability;
  return Math.min(probability, Math.max(0, lost + (1 - averts) * (probability - lost)));
}

/** Room for the touches of one account while they are evaluated; filled from 0 to `size`. */
export class TouchList {
  size = 0;
  readonly day: number[] = [];
  readonly averts: number[] = [];
  readonly lost: number[] = [];

  /** Kept sorted by day, then by ρ, so that the result does not depend on the order of calls. */
  add(day: number, averts: number, lost: number): void {
    let i = this.size++;
    while (i > 0 && (this.day[i - 1]! > day || (this.day[i - 1] === day && this.averts[i - 1]! > averts))) {
      this.day[i] = this.day[i - 1]!;
      this.averts[i] = this.averts[i - 1]!;
      this.lost[i] = this.lost[i - 1]!;
      i--;
    }
    this.day[i] = day;
    this.averts[i] = averts;
    this.lost[i] = lost;
  }

  /** lossProbability of core/risk, same operations in the same order. */
  loss({ probability, withinDays }: LossProcess): number {
    let survives = 1;
    let before = 0;
    let total = 0;
    for (let i = 0; i < this.size; i++) {
      if (this.day[i]! >= withinDays) break;
      total += survives * (this.lost[i]! - before);
      before = this.lost[i]!;
      survives *= 1 - this.averts[i]!;
    }
    total += survives * (probability - before);
    return Math.min(probability, Math.max(0, total));
  }
}

/** Protected value of account a with the touches listed, whole minor units, contact costs not counted. */
export function valueOfTouches(problem: Problem, values: AccountValues, a: number, touches: TouchList): number {
  const q = touches.loss(values.processes[a]!);
  return protectedBetween(values.without[a]!, certaintyEquivalent(values.theta, q, problem.accounts[a]!.stake));
}

/** Adds the touch an engagement becomes at touch day `t` (index of the table) with a kind of rep. */
export function addTouch(
  problem: Problem,
  values: AccountValues,
  touches: TouchList,
  e: number,
  t: number,
  affinity: number,
): void {
  const { days, account, reach } = problem;
  const a = account[e]!;
  const day = t + days.firstTouch;
  const inside = t >= 0 && t < days.touchCount;
  const lost = inside ? values.lost[a * days.touchCount + t]! : cumulativeLoss(values.processes[a]!, day);
  touches.add(day, clamped(reach[e]! * affinity), lost);
}
