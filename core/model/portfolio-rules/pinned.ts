import type { Violation } from '../violation.ts';
import { type Context, violation } from './context.ts';

export function pinnedDoNotOverlap({ engagements }: Context): Violation[] {
  const byRep = new Map<string, { index: number; id: string; from: number; to: number }[]>();
  engagements.forEach((e, index) => {
    if (!e?.pinned) return;
    const from = Date.parse(e.pinned.start);
    const list = byRep.get(e.pinned.rep) ?? [];
    list.push({ index, id: e.id, from, to: from + e.minutes * 60_000 });
    byRep.set(e.pinned.rep, list);
  });
  return [...byRep.values()].flatMap((list) => {
    list.sort((a, b) => a.from - b.from || a.index - b.index);
    let last = list[0];
    return list.slice(1).flatMap((next) => {
      const clash = last !== undefined && next.from < last.to ? last : undefined;
      if (last === undefined || next.to > last.to) last = next;
      return clash
        ? [
            violation(
              `/engagements/${next.index}/pinned/start`,
              'pinned.overlap',
              engagements[next.index]?.pinned?.start,
              `${clash.id} is pinned to this rep at that time; move or unpin one of them`,
            ),
          ]
        : [];
    });
  });
}
