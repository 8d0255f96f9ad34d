import type { Violation } from '../violation.ts';
import { type Context, violation } from './context.ts';

export function precedenceWithinAccount({ engagements, engagementOf }: Context): Violation[] {
  return engagements.flatMap((e, i) =>
    (e?.after ?? []).flatMap((id, k) => {
      const before = engagementOf.get(id);
      return before && e && before.account !== e.account
        ? [
            violation(
              `/engagements/${i}/after/${k}`,
              'precedence.account',
              id,
              'name an engagement of the same account',
            ),
          ]
        : [];
    }),
  );
}

/** Kahn's algorithm; what cannot be ordered is on a cycle or behind one. O(engagements + references). */
export function precedenceAcyclic({ engagements, engagementOf }: Context): Violation[] {
  const waiting = new Map<string, number>();
  const followers = new Map<string, string[]>();
  for (const e of engagementOf.values()) {
    const before = e.after.filter((id) => engagementOf.has(id));
    waiting.set(e.id, before.length);
    for (const id of before) followers.set(id, [...(followers.get(id) ?? []), e.id]);
  }
  const ready = [...waiting].flatMap(([id, count]) => (count === 0 ? [id] : []));
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    waiting.delete(id);
    for (const follower of followers.get(id) ?? []) {
      const left = (waiting.get(follower) ?? 0) - 1;
      waiting.set(follower, left);
      if (left === 0) ready.push(follower);
    }
  }
  return engagements.flatMap((e, i) =>
    e && waiting.has(e.id)
      ? [
          violation(
            `/engagements/${i}/after`,
            'precedence.acyclic',
            e.after,
            'break the circle: no engagement can come before itself',
          ),
        ]
      : [],
  );
}
