import type { Account, Engagement, Portfolio, Rep } from '../model/portfolio.ts';
import type { Block } from './block.ts';
import { NONE } from './places.ts';
import { type PortfolioOrder, portfolioOrder } from './portfolio-order.ts';
import type { RequirementGroups } from './requirement-groups.ts';

/** Who and what is in a block, by id, so that the order of the input never matters; accounts that objected are left out. */
export interface BlockMembers {
  readonly reps: readonly Rep[];
  readonly repIndex: ReadonlyMap<string, number>;
  readonly accounts: readonly Account[];
  /** By account, then by id. */
  readonly engagements: readonly Engagement[];
  /** Account of each engagement. */
  readonly account: Int32Array;
  /** Engagements of account a: `accountStart[a] … accountStart[a + 1] − 1`. */
  readonly accountStart: Int32Array;
  readonly groups: RequirementGroups;
}

/** O(block). */
export function blockMembers(portfolio: Portfolio, block: Block): BlockMembers {
  const all = portfolioOrder(portfolio);
  const repsOf = indices(block.reps, all.reps, all.repIndex);
  const reps = Array.from(repsOf, (r) => all.reps[r]!);
  const accountsOf = indices(block.accounts, all.accounts, all.accountIndex).filter(
    (a) => !all.accounts[a]!.contact.objected,
  );
  const accountStart = new Int32Array(accountsOf.length + 1);
  for (let a = 0; a < accountsOf.length; a++) {
    const size = all.accountStart[accountsOf[a]! + 1]! - all.accountStart[accountsOf[a]!]!;
    accountStart[a + 1] = accountStart[a]! + size;
  }
  const engagements: Engagement[] = [];
  const account = new Int32Array(accountStart[accountsOf.length]!);
  const group = new Int32Array(account.length);
  for (let a = 0; a < accountsOf.length; a++) {
    const first = all.accountStart[accountsOf[a]!]!;
    for (let e = accountStart[a]!; e < accountStart[a + 1]!; e++) {
      const at = first + e - accountStart[a]!;
      engagements.push(all.engagements[at]!);
      account[e] = a;
      group[e] = all.groups.of[at]!;
    }
  }
  return {
    reps,
    repIndex: new Map(reps.map((rep, r) => [String(rep.id), r])),
    accounts: Array.from(accountsOf, (a) => all.accounts[a]!),
    ...{ engagements, account, accountStart },
    groups: { of: group, reps: repsInBlock(all, group, repsOf) },
  };
}

/** Places in the portfolio of those ids that are in it, ascending. Ids mostly follow one another here as they do there. */
function indices(
  ids: readonly string[],
  all: readonly { readonly id: string }[],
  index: ReadonlyMap<string, number>,
): Int32Array {
  const found: number[] = [];
  let next = 0;
  for (const id of ids) {
    const i = all[next]?.id === id ? next : index.get(id);
    if (i === undefined) continue;
    found.push(i);
    next = i + 1;
  }
  return new Int32Array(found).sort();
}

const NOBODY = new Int32Array(0);

/** The eligible reps of each group as indices in the block; of groups that the block does not have, nobody. */
function repsInBlock({ groups, reps }: PortfolioOrder, group: Int32Array, repsOf: Int32Array): readonly Int32Array[] {
  const inBlock = new Int32Array(reps.length).fill(NONE);
  for (let r = 0; r < repsOf.length; r++) inBlock[repsOf[r]!] = r;
  const eligible = groups.reps.map(() => NOBODY);
  for (const g of group) {
    if (eligible[g] === NOBODY) eligible[g] = groups.reps[g]!.map((r) => inBlock[r]!).filter((r) => r !== NONE);
  }
  return eligible;
}
