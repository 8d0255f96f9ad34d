import type { Policy } from '../model/policy.ts';
import type { Engagement, Portfolio } from '../model/portfolio.ts';
import { isStarved } from '../model/starved.ts';
import { isHeldOut } from './holdout.ts';
import type { ScoredAccount, ScoredPortfolio } from './score-portfolio.ts';

export type Arm = 'reserved' | 'open';
type Learning = Policy['learning'];

/**
 * The lot of each account that takes part in the experiment by which effects are measured: `reserved` with a chance of
 * `holdoutShare`, decided by id and calendar quarter alone, so it holds for the quarter, is drawn anew in the next, and owes
 * nothing to anybody's judgement.
 *
 * Not in the lot: objected and vulnerable accounts, those with a mandatory engagement or none at all, and the
 * `holdoutSpares` share of all accounts with the largest expected loss. Nobody is where fewer than `holdoutMinimum` would be.
 * Engagements already reserved count as open. O(accounts · log accounts + engagements).
 */
export function drawLots(portfolio: ScoredPortfolio, learning: Learning): ReadonlyMap<string, Arm> {
  const open = openEngagements(portfolio);
  const spared = sparedAccounts(portfolio.accounts, learning.holdoutSpares);
  const inLot = portfolio.accounts.filter(({ id, contact }) => {
    const engagements = open.get(id) ?? [];
    const out = contact.objected || contact.vulnerable || spared.has(id);
    return !out && engagements.length > 0 && engagements.every(({ mandatory }) => !mandatory);
  });
  if (learning.holdoutShare === 0 || inLot.length < learning.holdoutMinimum) return new Map();
  const purpose = `responsiveness/${quarterOf(portfolio.asOf)}`;
  return new Map(inLot.map(({ id }) => [id, isHeldOut(id, purpose, learning.holdoutShare) ? 'reserved' : 'open']));
}

/**
 * Takes the engagements of reserved accounts out of planning and lists them under `heldOut`. Left alone, though reserved by
 * lot: accounts with a commitment (pinned, published, or asked for by the customer), since no experiment breaks a promise,
 * and those passed over as long as the policy allows. The estimate allows for that: it counts what was done.
 * @param committed accounts the published plan holds a meeting with
 */
export function reserveAccounts(
  portfolio: ScoredPortfolio,
  policy: Pick<Policy, 'learning' | 'equity'>,
  committed: ReadonlySet<string>,
): ScoredPortfolio {
  const { heldOut: _, ...rest } = portfolio;
  const lots = drawLots(rest, policy.learning);
  const open = openEngagements(rest);
  const reserved = rest.accounts.filter((account) => {
    const { id } = account;
    const promised = (open.get(id) ?? []).some(({ pinned, requested }) => pinned !== null || requested);
    const starved = isStarved(account, policy.equity, rest.asOf);
    return lots.get(id) === 'reserved' && !promised && !committed.has(id) && !starved;
  });
  if (reserved.length === 0) return rest;
  const out = new Set<string>(reserved.map(({ id }) => id));
  return {
    ...rest,
    engagements: rest.engagements.filter(({ account }) => !out.has(account)),
    heldOut: reserved.map(({ id }) => ({ account: id, engagements: [...(open.get(id) ?? [])] })),
  };
}

/** What is open with each account, reserved or not. */
export function openEngagements(portfolio: Portfolio): ReadonlyMap<string, readonly Engagement[]> {
  const reserved = (portfolio.heldOut ?? []).flatMap(({ engagements }) => engagements);
  return Map.groupBy([...portfolio.engagements, ...reserved], ({ account }) => account);
}

/** `2026-Q4` of an instant, by UTC. */
export function quarterOf(instant: string): string {
  const date = new Date(Date.parse(instant));
  return `${date.getUTCFullYear()}-Q${Math.floor(date.getUTCMonth() / 3) + 1}`;
}

function sparedAccounts(accounts: readonly ScoredAccount[], share: number): ReadonlySet<string> {
  const byExpectedLoss = accounts
    .map(({ id, stake, loss }) => ({ id, value: stake * loss.probability }))
    .sort((a, b) => b.value - a.value || (a.id < b.id ? -1 : 1));
  return new Set(byExpectedLoss.slice(0, Math.ceil(share * accounts.length)).map(({ id }) => id));
}
