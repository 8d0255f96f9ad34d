import type { Account, Engagement, Portfolio, Rep } from '../model/portfolio.ts';
import type { Block } from './block.ts';
import { column } from './column.ts';
import { order } from './order.ts';
import { NONE } from './places.ts';

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
}

export function blockMembers(portfolio: Portfolio, block: Block): BlockMembers {
  const reps = pick(portfolio.reps, block.reps);
  const accounts = pick(portfolio.accounts, block.accounts).filter((account) => !account.contact.objected);
  const accountIndex = new Map(accounts.map((account, a) => [String(account.id), a]));
  const engagements = portfolio.engagements
    .filter((engagement) => accountIndex.has(engagement.account))
    .sort((x, y) => order(x.account, y.account) || order(x.id, y.id));
  const account = column(
    new Int32Array(engagements.length),
    engagements,
    (engagement) => accountIndex.get(engagement.account) ?? NONE,
  );
  const accountStart = new Int32Array(accounts.length + 1);
  for (const a of account) accountStart[a + 1] = accountStart[a + 1]! + 1;
  for (let a = 0; a < accounts.length; a++) accountStart[a + 1] = accountStart[a + 1]! + accountStart[a]!;
  const repIndex = new Map(reps.map((rep, r) => [String(rep.id), r]));
  return { reps, repIndex, accounts, engagements, account, accountStart };
}

function pick<T extends { readonly id: string }>(all: readonly T[], ids: readonly string[]): readonly T[] {
  const wanted = new Set(ids);
  return all.filter(({ id }) => wanted.has(id)).sort((a, b) => order(a.id, b.id));
}
