import type { Account, Engagement, Portfolio, Rep } from '../model/portfolio.ts';
import { order } from './order.ts';
import { NONE } from './places.ts';
import { type RequirementGroups, requirementGroups } from './requirement-groups.ts';

/** Who and what is in a portfolio, by id, so that the order of the input never matters. */
export interface PortfolioOrder {
  readonly reps: readonly Rep[];
  readonly repIndex: ReadonlyMap<string, number>;
  readonly accounts: readonly Account[];
  readonly accountIndex: ReadonlyMap<string, number>;
  /** By account, then by id; those without an account are left out. */
  readonly engagements: readonly Engagement[];
  /** Engagements of account a: `accountStart[a] … accountStart[a + 1] − 1`. */
  readonly accountStart: Int32Array;
  readonly groups: RequirementGroups;
}

/** Weak: nothing of a portfolio is kept once it is let go. */
const known = new WeakMap<Portfolio, PortfolioOrder>();

/** Worked out once for a portfolio: its blocks and rounds ask again. O(n log n), O(n) where it is in order. */
export function portfolioOrder(portfolio: Portfolio): PortfolioOrder {
  const last = known.get(portfolio);
  if (last !== undefined) return last;
  const ordered = orderOf(portfolio);
  known.set(portfolio, ordered);
  return ordered;
}

function orderOf(portfolio: Portfolio): PortfolioOrder {
  const reps = byId(portfolio.reps);
  const accounts = byId(portfolio.accounts);
  const accountIndex = indexOf(accounts);
  const { engagements, accountStart } = byAccount(portfolio.engagements, accounts.length, accountIndex);
  const groups = requirementGroups(engagements, reps);
  return { reps, repIndex: indexOf(reps), accounts, accountIndex, engagements, accountStart, groups };
}

function byAccount(
  all: readonly Engagement[],
  accounts: number,
  accountIndex: ReadonlyMap<string, number>,
): Pick<PortfolioOrder, 'engagements' | 'accountStart'> {
  const accountStart = new Int32Array(accounts + 1);
  const account = new Int32Array(all.length);
  const places: number[] = [];
  for (let i = 0; i < all.length; i++) {
    const a = accountIndex.get(all[i]!.account) ?? NONE;
    account[i] = a;
    if (a === NONE) continue;
    places.push(i);
    accountStart[a + 1] = accountStart[a + 1]! + 1;
  }
  for (let a = 0; a < accounts; a++) accountStart[a + 1] = accountStart[a + 1]! + accountStart[a]!;
  places.sort((i, j) => account[i]! - account[j]! || order(all[i]!.id, all[j]!.id));
  return { engagements: places.map((i) => all[i]!), accountStart };
}

/** As it is where it is in order, as most portfolios are. */
function byId<T extends { readonly id: string }>(all: readonly T[]): readonly T[] {
  for (let i = 1; i < all.length; i++) {
    if (all[i - 1]!.id > all[i]!.id) return [...all].sort((a, b) => order(a.id, b.id));
  }
  return all;
}

function indexOf(all: readonly { readonly id: string }[]): ReadonlyMap<string, number> {
  const index = new Map<string, number>();
  for (let i = 0; i < all.length; i++) index.set(all[i]!.id, i);
  return index;
}
