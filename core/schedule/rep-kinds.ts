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
  const { owner, team, other } = policy.value.affinity;
  accounts.forEach((account, a) => {
    if (account.owner === undefined) return;
    affinity[a * KINDS + OWNER] = owner;
    affinity[a * KINDS + TEAM] = team;
    affinity[a * KINDS + OTHER] = other;
  });
  return {
    owner: column(new Int32Array(accounts.length), accounts, (account) =>
      account.owner === undefined ? NONE : (repIndex.get(account.owner) ?? NONE),
    ),
    teamOfRep: column(new Int32Array(reps.length), reps, (rep) => teamIndex.get(rep.team) ?? NONE),
    affinity,
  };
}

export function kindOf({ owner, teamOfRep }: RepKinds, a: number, r: number): number {
  const own = owner[a]!;
  if (own === NONE) return OTHER;
  if (own === r) return OWNER;
  return teamOfRep[own] === teamOfRep[r] ? TEAM : OTHER;
}
