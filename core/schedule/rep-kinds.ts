import type { Policy } from '../model/policy.ts';
import type { BlockMembers } from './block-members.ts';
import { column } from './column.ts';
import { order } from './order.ts';
import { NONE } from './places.ts';
import { KINDS, OTHER, OWNER, TEAM } from './problem.ts';

/** Who each rep is to each account: its owner, on the owner's team, or anyone else. */
export interface RepKinds {
  /** Owner of each account; NONE: nobody, or nobody of this block. */
  readonly owner: Int32Array;
  readonly teamOfRep: Int32Array;
  /** Affinity by kind of rep, of each account; 1 where it has no owner. */
  readonly affinity: Float64Array;
}

export function repKinds({ reps, repIndex, accounts }: BlockMembers, policy: Policy): RepKinds {
  const teamIndex = new Map([...new Set(reps.map(({ team }) => team))].sort(order).map((team, t) => [team, t]));
  const affinity = new Float64Array(accounts.length * KINDS).fill(1);
  const owner = new Int32Array(accounts.length).fill(NONE);
  const values = policy.value.affinity;
  for (let a = 0; a < accounts.length; a++) {
    const id = accounts[a]!.owner;
    if (id === undefined) continue;
    owner[a] = repIndex.get(id) ?? NONE;
    affinity[a * KINDS + OWNER] = values.owner;
    affinity[a * KINDS + TEAM] = values.team;
    affinity[a * KINDS + OTHER] = values.other;
  }
  const teamOfRep = column(new Int32Array(reps.length), reps, (rep) => teamIndex.get(rep.team) ?? NONE);
  return { owner, teamOfRep, affinity };
}

export function kindOf({ owner, teamOfRep }: RepKinds, a: number, r: number): number {
  const own = owner[a]!;
  if (own === NONE) return OTHER;
  if (own === r) return OWNER;
  return teamOfRep[own] === teamOfRep[r] ? TEAM : OTHER;
}
