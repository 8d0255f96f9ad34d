import type { AccountId, RepId } from '../model/ids.ts';
import type { Policy } from '../model/policy.ts';
import type { Account, Portfolio, Rep } from '../model/portfolio.ts';
import type { Block } from './block.ts';
import { requirementKey, unmetNeed } from './requirement-groups.ts';

/**
 * The connected parts of "some engagement of this account can be held by this rep". Accounts that nobody can serve and reps
 * whom nobody needs are blocks of the first part, so that there are as few blocks as there are parts with work.
 * Sorted by id. O(engagements + groups · reps).
 */
export function splitBlocks(portfolio: Portfolio, _policy: Policy): readonly Block[] {
  const reps = [...portfolio.reps].sort(byId);
  const accounts = [...portfolio.accounts].sort(byId);
  const parent = new Int32Array(reps.length + accounts.length).map((_, i) => i);
  const accountIndex = new Map(accounts.map(({ id }, a) => [String(id), reps.length + a]));
  const repIndex = new Map(reps.map(({ id }, r) => [String(id), r]));
  const eligible = new Map<string, readonly number[]>();
  for (const engagement of portfolio.engagements) {
    const a = accountIndex.get(engagement.account);
    if (a === undefined) continue;
    const key = requirementKey(engagement);
    let group = eligible.get(key);
    if (group === undefined) {
      group = reps.flatMap((rep, r) => (unmetNeed(engagement, rep) === null ? [r] : []));
      eligible.set(key, group);
      for (const r of group) join(parent, group[0]!, r);
    }
    if (group[0] !== undefined) join(parent, group[0], a);
    const pinned = engagement.pinned === null ? undefined : repIndex.get(engagement.pinned.rep);
    if (pinned !== undefined) join(parent, pinned, a);
  }
  return collect(parent, reps, accounts);
}

function collect(parent: Int32Array, reps: readonly Rep[], accounts: readonly Account[]): readonly Block[] {
  const parts = new Map<number, { reps: RepId[]; accounts: AccountId[] }>();
  const partOf = (i: number) => {
    const top = root(parent, i);
    const known = parts.get(top) ?? { reps: [], accounts: [] };
    parts.set(top, known);
    return known;
  };
  for (const [r, { id }] of reps.entries()) partOf(r).reps.push(id);
  for (const [a, { id }] of accounts.entries()) partOf(reps.length + a).accounts.push(id);
  const working = [...parts.values()].filter((part) => part.reps.length > 0 && part.accounts.length > 0);
  const idle = [...parts.values()].filter((part) => part.reps.length === 0 || part.accounts.length === 0);
  const first = working[0] ?? { reps: [], accounts: [] };
  for (const part of idle) {
    first.reps.push(...part.reps);
    first.accounts.push(...part.accounts);
  }
  const all = working.length > 0 ? working : [first];
  return all
    .filter((part) => part.reps.length + part.accounts.length > 0)
    .map((part) => ({ reps: part.reps.sort(order), accounts: part.accounts.sort(order) }))
    .map((part) => ({ id: part.accounts[0] ?? part.reps[0] ?? '', ...part }))
    .sort(byId);
}

function root(parent: Int32Array, i: number): number {
  let at = i;
  while (parent[at] !== at) {
    parent[at] = parent[parent[at]!]!;
    at = parent[at]!;
  }
  return at;
}

/** The lower index becomes the root, so parts do not depend on the order of joins. */
function join(parent: Int32Array, i: number, j: number): void {
  const a = root(parent, i);
  const b = root(parent, j);
  if (a < b) parent[b] = a;
  else parent[a] = b;
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return order(a.id, b.id);
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
