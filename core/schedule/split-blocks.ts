import type { Policy } from '../model/policy.ts';
import type { Account, Portfolio, Rep } from '../model/portfolio.ts';
import type { Block } from './block.ts';
import { order } from './order.ts';
import { portfolioOrder } from './portfolio-order.ts';

/**
 * The connected parts of "some engagement of this account can be held by this rep". Accounts that nobody can serve and reps
 * whom nobody needs are blocks of the first part, so that there are as few blocks as there are parts with work.
 * Sorted by id. O(engagements + eligible reps of all groups).
 */
export function splitBlocks(portfolio: Portfolio, _policy: Policy): readonly Block[] {
  const { reps, repIndex, accounts, engagements, accountStart, groups } = portfolioOrder(portfolio);
  const parent = new Int32Array(reps.length + accounts.length).map((_, i) => i);
  for (const group of groups.reps) for (const r of group) join(parent, group[0]!, r);
  for (let a = 0; a < accounts.length; a++) {
    for (let e = accountStart[a]!; e < accountStart[a + 1]!; e++) {
      const one = groups.reps[groups.of[e]!]![0];
      if (one !== undefined) join(parent, one, reps.length + a);
      const { pinned } = engagements[e]!;
      const holds = pinned === null ? undefined : repIndex.get(pinned.rep);
      if (holds !== undefined) join(parent, holds, reps.length + a);
    }
  }
  return collect(parent, reps, accounts);
}

/** Members of a part as indices, ascending, which is by id. */
interface Part {
  readonly reps: number[];
  readonly accounts: number[];
}

function collect(parent: Int32Array, reps: readonly Rep[], accounts: readonly Account[]): readonly Block[] {
  const parts = partsOf(parent, reps.length);
  const working = parts.filter((part) => part.reps.length > 0 && part.accounts.length > 0);
  const idle = parts.filter((part) => part.reps.length === 0 || part.accounts.length === 0);
  const first = working[0] ?? { reps: [], accounts: [] };
  if (idle.length > 0) {
    for (const part of idle) {
      first.reps.push(...part.reps);
      first.accounts.push(...part.accounts);
    }
    first.reps.sort((r, s) => r - s);
    first.accounts.sort((a, b) => a - b);
  }
  return (working.length > 0 ? working : [first])
    .filter((part) => part.reps.length + part.accounts.length > 0)
    .map((part) => ({ reps: part.reps.map((r) => reps[r]!.id), accounts: part.accounts.map((a) => accounts[a]!.id) }))
    .map((part) => ({ id: part.accounts[0] ?? part.reps[0] ?? '', ...part }))
    .sort((a, b) => order(a.id, b.id));
}

function partsOf(parent: Int32Array, reps: number): readonly Part[] {
  const parts = new Map<number, Part>();
  for (let i = 0; i < parent.length; i++) {
    const top = root(parent, i);
    let part = parts.get(top);
    if (part === undefined) {
      part = { reps: [], accounts: [] };
      parts.set(top, part);
    }
    if (i < reps) part.reps.push(i);
    else part.accounts.push(i - reps);
  }
  return [...parts.values()];
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
