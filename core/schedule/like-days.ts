import type { Problem } from './problem.ts';

/** Share of the rep-days open for meetings that have a double: another with the same date, hours, caps and kinds of places. */
export function likeShare(problem: Problem): number {
  const { days } = problem;
  const keys = dayKeys(problem);
  const number = new Map<string, number>();
  let open = 0;
  keys.forEach((key, d) => {
    if (days.slots[d] === 0) return;
    open++;
    number.set(key, (number.get(key) ?? 0) + 1);
  });
  let like = 0;
  for (const each of number.values()) if (each > 1) like += each;
  return open === 0 ? 0 : like / open;
}

/** What can be told of a rep-day without its rep. Owners are left out: they make a difference to few. */
function dayKeys({ days, places }: Problem): readonly string[] {
  const parts = Array.from({ length: days.count }, (_, d): string[] => [
    `${days.touch[d]} ${days.base[d]} ${days.slots[d]} ${days.capMinutes[d]} ${days.capCount[d]}`,
    ...days.fixed[d]!.map(({ from, to }) => `${from}-${to}`),
  ]);
  for (let list = 0; list < places.listCount; list++) {
    for (let i = places.subEntry[places.listSub[list]!]!; i < places.subEntry[places.listSub[list + 1]!]!; i++) {
      parts[places.classDay[places.entryClass[i]!]!]!.push(String(list));
    }
  }
  return parts.map((part) => part.join());
}
