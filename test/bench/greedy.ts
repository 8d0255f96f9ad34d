import type { AccountRules } from '../../core/schedule/account-rules.ts';
import { fits } from '../../core/schedule/fits.ts';
import { NONE } from '../../core/schedule/places.ts';
import { eachPlace, type PlannedBlock } from '../../core/schedule/planned-block.ts';
import type { Problem } from '../../core/schedule/problem.ts';
import { putAt, type Timetable } from '../../core/schedule/timetable.ts';

/** What a user would pick instead: one order of engagements, each at the first start that is left. */
export const RIVALS = ['value', 'risk', 'due', 'first-come'] as const;
export type Rival = (typeof RIVALS)[number];

/** Fills an empty timetable greedily, every hard rule kept: the owner first, then the earliest start of any rep. */
export function greedy({ problem, values, timetable, rules }: PlannedBlock, rival: Rival): void {
  const rank = problem.engagements.map((engagement, e) => {
    const a = problem.account[e]!;
    if (rival === 'value') return -problem.accounts[a]!.stake;
    if (rival === 'risk') return -values.processes[a]!.probability;
    if (rival === 'due') return Date.parse(engagement.due);
    return e;
  });
  const order = problem.engagements.map((_, e) => e).filter((e) => problem.pinned[e] === NONE);
  order.sort((x, y) => rank[x]! - rank[y]! || x - y);
  for (const e of order) placeFirst(problem, timetable, rules, e);
}

function placeFirst(problem: Problem, timetable: Timetable, rules: AccountRules, e: number): void {
  const { days, places } = problem;
  if (rules.several[e] === 1 && !rules.ready(e)) return;
  const candidates: { c: number; kind: number; from: number }[] = [];
  eachPlace(problem, e, (c, kind) => {
    const d = places.classDay[c]!;
    candidates.push({ c, kind, from: days.days[d]!.from });
  });
  candidates.sort((x, y) => x.from - y.from || x.kind - y.kind || x.c - y.c);
  if (rules.several[e] === 1) rules.readOthers(e);
  for (const { c, kind } of candidates) {
    const d = places.classDay[c]!;
    for (let r = places.classRange[c]!; r < places.classRange[c + 1]!; r++) {
      for (let s = places.rangeFirst[r]!; s <= places.rangeLast[r]!; s++) {
        const start = (days.base[d]! + s) * problem.slotMinutes;
        if (rules.several[e] === 1 && !rules.allows(e, start)) continue;
        if (!fits(problem, timetable, d, start, start + problem.minutes[e]!)) continue;
        putAt(timetable, e, d, s, c, kind);
        return;
      }
    }
  }
}
