import type { Engagement } from '../model/portfolio.ts';

/** Engagements that come before and after each, as indices. */
export interface PrecedenceLinks {
  readonly before: readonly Int32Array[];
  readonly after: readonly Int32Array[];
}

const NOTHING = new Int32Array(0);

export function precedenceLinks(engagements: readonly Engagement[]): PrecedenceLinks {
  const before = new Array<Int32Array>(engagements.length).fill(NOTHING);
  const after = new Array<Int32Array>(engagements.length).fill(NOTHING);
  if (engagements.every((engagement) => engagement.after.length === 0)) return { before, after };
  const index = new Map(engagements.map(({ id }, e) => [String(id), e]));
  const followers = new Map<number, number[]>();
  engagements.forEach((engagement, e) => {
    if (engagement.after.length === 0) return;
    before[e] = Int32Array.from(engagement.after.flatMap((id) => index.get(id) ?? []));
    for (const p of before[e]) {
      const known = followers.get(p);
      if (known === undefined) followers.set(p, [e]);
      else known.push(e);
    }
  });
  for (const [p, list] of followers) after[p] = Int32Array.from(list);
  return { before, after };
}
