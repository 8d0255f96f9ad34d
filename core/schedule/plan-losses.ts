import type { Day } from '../calendar/day.ts';
import { kept } from '../calendar/kept.ts';
import { epochMinutes } from '../calendar/minute.ts';
import { localDay } from '../calendar/zone.ts';
import type { Policy } from '../model/policy.ts';
import type { Account, Engagement, Portfolio, Rep } from '../model/portfolio.ts';
import { averts } from '../risk/averts.ts';
import { lossProbability, type Touch } from '../risk/loss-process.ts';
import { type MarketLosses, underHazard } from '../risk/market-evar.ts';
import { lossOf } from './account-values.ts';
import { column } from './column.ts';

/** A meeting as planned; `start` in epoch minutes. */
export interface Planned {
  readonly engagement: string;
  readonly rep: string;
  readonly start: number;
}

/** Chance of loss and stake of every account of the portfolio by id, objected ones too. */
export interface LossTable {
  readonly losses: Float64Array;
  readonly stakes: Float64Array;
  /** The same in every state of the market that the policy declares; one with the chances as forecast where it has none. */
  readonly markets: readonly (MarketLosses & { readonly losses: Float64Array })[];
}

export function planLosses(portfolio: Portfolio, policy: Policy, planned: readonly Planned[]): LossTable {
  return lossTable(portfolio, policy, touchesByAccount(portfolio, policy, planned));
}

/** The same of touches by account id. */
export function lossTable(
  portfolio: Portfolio,
  policy: Policy,
  touches: ReadonlyMap<string, readonly Touch[]>,
): LossTable {
  const accounts = accountsInOrder(portfolio);
  const stakes = column(new Float64Array(accounts.length), accounts, ({ stake }) => stake);
  const lossesAt = (hazard: number): Float64Array =>
    column(new Float64Array(accounts.length), accounts, (account) => {
      const process = lossOf(account);
      const probability = underHazard(process.probability, hazard);
      return lossProbability(
        hazard === 1 ? process : { ...process, probability },
        touches.get(account.id) ?? NO_TOUCHES,
      );
    });
  const losses = lossesAt(1);
  const declared = policy.risk.marketScenarios ?? [];
  const markets = (declared.length === 0 ? [{ weight: 1, hazard: 1 }] : declared).map(({ weight, hazard }) => ({
    weight,
    stakes,
    losses: hazard === 1 ? losses : lossesAt(hazard),
  }));
  return { losses, stakes, markets };
}

const NO_TOUCHES: readonly Touch[] = [];

/** What the meetings are to the accounts they are with, by account id. */
export function touchesByAccount(
  portfolio: Portfolio,
  policy: Policy,
  planned: readonly Planned[],
): Map<string, Touch[]> {
  const touches = new Map<string, Touch[]>();
  if (planned.length === 0) return touches;
  const { reps, today, engagements, accountOf } = recordsOf(portfolio);
  for (const { engagement: id, rep: repId, start } of planned) {
    const engagement = engagements.get(id);
    const rep = reps.get(repId);
    const account = accountOf.get(engagement?.account ?? '');
    if (engagement === undefined || rep === undefined || account === undefined) continue;
    const affinity = affinityOf(policy, account, rep, reps);
    const touch = {
      // As touchDay, with the date of asOf known.
      day: localDay(rep.timeZone, start) - today.get(rep.id)!,
      averts: averts({ show: engagement.show, effect: engagement.effect, affinity }),
    };
    addTouchOf(touches, account, touch);
  }
  return touches;
}

export function addTouchOf(touches: Map<string, Touch[]>, { id }: Account, touch: Touch): void {
  const known = touches.get(id);
  if (known === undefined) touches.set(id, [touch]);
  else known.push(touch);
}

interface Records {
  readonly reps: ReadonlyMap<string, Rep>;
  /** Local date of asOf of each rep. */
  readonly today: ReadonlyMap<string, Day>;
  readonly engagements: ReadonlyMap<string, Engagement>;
  readonly accountOf: ReadonlyMap<string, Account>;
}

/** Weak: nothing of a portfolio is kept once it is let go. Each round asks. */
const known = new WeakMap<Portfolio, Records>();

function recordsOf(portfolio: Portfolio): Records {
  const last = known.get(portfolio);
  if (last !== undefined) return last;
  const asOf = epochMinutes(portfolio.asOf);
  const records = {
    reps: new Map(portfolio.reps.map((rep) => [String(rep.id), rep])),
    today: new Map(portfolio.reps.map(({ id, timeZone }) => [String(id), localDay(timeZone, asOf)])),
    engagements: new Map(portfolio.engagements.map((engagement) => [String(engagement.id), engagement])),
    accountOf: new Map(portfolio.accounts.map((account) => [String(account.id), account])),
  };
  known.set(portfolio, records);
  return records;
}

/** Weak as well: each round asks, and each plan twice more. */
const ordered = new WeakMap<Portfolio, readonly Account[]>();

/** By id. */
function accountsInOrder(portfolio: Portfolio): readonly Account[] {
  return kept(ordered, portfolio, () => [...portfolio.accounts].sort((a, b) => (a.id < b.id ? -1 : 1)));
}

/** Owner, on the owner's team, or anyone else; 1 where the account has no owner. */
export function affinityOf(policy: Policy, account: Account, rep: Rep, reps: ReadonlyMap<string, Rep>): number {
  const { owner, team, other } = policy.value.affinity;
  if (account.owner === undefined) return 1;
  if (account.owner === rep.id) return owner;
  return reps.get(account.owner)?.team === rep.team ? team : other;
}
