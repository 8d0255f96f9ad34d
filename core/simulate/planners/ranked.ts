import { dayOf } from '../../calendar/day.ts';
import { epochMinutes } from '../../calendar/minute.ts';
import type { Account, Engagement, Rep } from '../../model/portfolio.ts';
import { randomStream } from '../../numeric/random-stream.ts';
import { cumulativeLoss } from '../../risk/loss-process.ts';
import { Placer } from './placer.ts';
import type { Planner, PlannerView } from './planner.ts';

/** The smaller, the earlier it is placed; null: not worth a contact. */
type Rank = (engagement: Engagement, account: Account, view: PlannerView) => number | null;

/**
 * What others do: published meetings are kept, then everything is placed in the order of a rank, each at its earliest
 * feasible start, with the owner where that is no later. Ties by id. They keep every hard rule and ask nobody.
 */
function rankedPlanner(name: string, title: string, rank: Rank, repsFor: RepOrder = ownerFirst): Planner {
  return {
    name,
    title,
    plan: (view) => {
      const { portfolio, policy, published } = view;
      const accounts = new Map<string, Account>(portfolio.accounts.map((account) => [account.id, account]));
      const reps = new Map<string, Rep>(portfolio.reps.map((rep) => [rep.id, rep]));
      const engagements = new Map<string, Engagement>(portfolio.engagements.map((each) => [each.id, each]));
      const placer = new Placer(portfolio, policy);
      const kept = new Set<string>();
      for (const { engagement: id, rep: repId, start } of published) {
        const engagement = engagements.get(id);
        const rep = reps.get(repId);
        if (engagement !== undefined && rep !== undefined && placer.keep(engagement, rep, epochMinutes(start)))
          kept.add(id);
      }
      const ranked = portfolio.engagements.flatMap((engagement) => {
        const account = accounts.get(engagement.account);
        if (account === undefined || engagement.pinned !== null || kept.has(engagement.id)) return [];
        const key = rank(engagement, account, view);
        return key === null ? [] : [{ key, engagement, account }];
      });
      ranked.sort((a, b) => a.key - b.key || (a.engagement.id < b.engagement.id ? -1 : 1));
      for (const { engagement, account } of ranked) placer.place(engagement, repsFor(portfolio.reps, account));
      return { placements: placer.placements, gated: [] };
    },
  };
}

type RepOrder = (reps: readonly Rep[], account: Account) => readonly Rep[];

const ownerFirst: RepOrder = (reps, { owner }) => [
  ...reps.filter(({ id }) => id === owner),
  ...reps.filter(({ id }) => id !== owner),
];
const ownerOnly: RepOrder = (reps, { owner }) => reps.filter(({ id }) => id === owner);

const byStake: Rank = (_, { stake }) => -stake;
const byRisk: Rank = (_, { loss }) => -(loss?.probability ?? 0);
const byDue: Rank = ({ due }) => dayOf(due);
const byChance: Rank = ({ id }, _, { seed, portfolio }) =>
  randomStream(seed, `planner/random/${portfolio.asOf}/${id}`).uniform();

/**
 * The Whittle index of an arm that is served once and whose reward only falls while it waits is that reward (the subsidy
 * for which serving it now and never serving it are alike; Whittle 1988), here a minute of the meeting:
 * V · ρ · (p − F(1)) / minutes.
 */
const byIndex: Rank = ({ effect, show, minutes }, { loss, stake }) => {
  if (loss === undefined) return null;
  const index = (stake * effect * show * (loss.probability - cumulativeLoss(loss, 1))) / minutes;
  return index > 0 ? -index : null;
};

/** In turn one meeting of each owner's list: the n-th of every list before the next of any. */
function roundRobin(): Planner {
  const turns = new WeakMap<PlannerView, ReadonlyMap<string, number>>();
  const rank: Rank = ({ id }, _, view) => {
    const known = turns.get(view) ?? turnsOf(view);
    turns.set(view, known);
    return known.get(id) ?? 0;
  };
  return rankedPlanner('round-robin', 'Round robin by owner', rank, ownerOnly);
}

function turnsOf({ portfolio }: PlannerView): ReadonlyMap<string, number> {
  const ownerOf = new Map(portfolio.accounts.map(({ id, owner }) => [String(id), String(owner)]));
  const next = new Map<string, number>();
  return new Map(
    portfolio.engagements.map(({ id, account }) => {
      const owner = ownerOf.get(account) ?? '';
      const turn = next.get(owner) ?? 0;
      next.set(owner, turn + 1);
      return [String(id), turn];
    }),
  );
}

/** Those that rank by a simple rule and optimise nothing. */
export const SIMPLE_PLANNERS: readonly Planner[] = [
  rankedPlanner('value-first', 'Value first', byStake),
  rankedPlanner('risk-first', 'Risk first', byRisk),
  rankedPlanner('due-date', 'Due date first', byDue),
  roundRobin(),
  rankedPlanner('random', 'Random order', byChance),
];

/** The plain index policy, which knows what a minute of everybody is worth, and nothing of the calendar. */
export const WHITTLE_PLANNER: Planner = rankedPlanner('whittle', 'Plain Whittle index', byIndex);

/** Nobody is ever called: what is lost without anybody acting. */
export const IDLE_PLANNER: Planner = {
  name: 'nobody',
  title: 'Nobody acts',
  plan: () => ({ placements: [], gated: [] }),
};
