import type { Engagement } from '../model/portfolio.ts';

/** Engagements that come before and after each, as indices. */
export interface PrecedenceLinks {
  readonly before: readonly Int32Array[];
  readonly after: readonly Int32Array[];
}

const NOTHING = new Int32Array(0);

export function precedenceLinks(engagements: readonly Engagement[]): PrecedenceLinks {
  const index = new Map(engagements.map(({ id }, e) => [String(id), e]));
  const followers = new Map<number, number[]>();
  const before = engagements.map(({ after }, e) => {
    if (after.length === 0) return NOTHING;
    const list = Int32Array.from(after.flatMap((id) => index.get(id) ?? []));
    for (const p of list) {
      const known = followers.get(p);
      if (known === undefined) followers.set(p, [e]);
      else known.push(e);
    }
    return list;
  });
  return {
    before,
    after: engagements.map((_, e) => {
      const list = followers.get(e);
      return list === undefined ? NOTHING : Int32Array.from(list);
    }),
  };
}
