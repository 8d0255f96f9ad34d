import { dayOf } from '../../calendar/day.ts';
import { epochMinutes } from '../../calendar/minute.ts';
import type { Account, Engagement, Rep } from '../../model/portfolio.ts';
import { isStarved } from '../../model/starved.ts';
import { randomStream } from '../../numeric/random-stream.ts';
import { cumulativeLoss } from '../../risk/loss-process.ts';
import { adverse } from './adverse.ts';
import { Placer } from './placer.ts';
import type { Planner, PlannerView } from './planner.ts';

/** The smaller, the earlier it is placed; null: not worth a contact. */
type Rank = (engagement: Engagement, account: Account, view: PlannerView) => number | null;

/** What somebody ranks by, and who may hold it. */
interface Ranking {
  readonly name: string;
  readonly title: string;
  readonly rank: Rank;
  readonly repsFor?: RepOrder;
}

interface Candidate {
  readonly key: number | null;
  readonly engagement: Engagement;
  readonly account: Account;
}

/**
 * What others do: published meetings are kept, then everything is placed in the order of a rank, each at its earliest
 * feasible start, with the owner where that is no later. Ties by id. They keep every hard rule and ask nobody.
 */
function rankedPlanner({ name, title, rank, repsFor = ownerFirst }: Ranking): Planner {
  return {
    name,
    title,
    plan: (view) => {
      const { placer, candidates } = begun(view, rank);
      for (const { key, engagement, account } of candidates)
        if (key !== null) placer.place(engagement, repsFor(view.portfolio.reps, account));
      return { placements: placer.placements, gated: [] };
    },
  };
}

/**
 * The same ranking under the product's duties: what a person decided must be held comes first, then one conversation of
 * everybody who was passed over as long as the policy allows, then the rank; and a person is asked about the same people.
 */
function dutifulPlanner({ name, title, rank, repsFor = ownerFirst }: Ranking): Planner {
  return {
    name: `${name}-dutiful`,
    title: `${title}, same duties`,
    plan: (view) => {
      const { portfolio, policy } = view;
      const { placer, candidates } = begun(view, rank);
      const planned = new Set<string>(placer.placements.map(({ engagement }) => engagement));
      const met = new Set<string>(
        portfolio.engagements.filter(({ id }) => planned.has(id)).map(({ account }) => account),
      );
      const place = ({ engagement, account }: Candidate) => {
        if (!planned.has(engagement.id) && placer.place(engagement, repsFor(portfolio.reps, account))) {
          planned.add(engagement.id);
          met.add(account.id);
        }
      };
      for (const each of candidates) if (each.engagement.mandatory) place(each);
      for (const each of candidates)
        if (!met.has(each.account.id) && isStarved(each.account, policy.equity, portfolio.asOf)) place(each);
      for (const each of candidates) if (each.key !== null) place(each);
      return { placements: placer.placements, gated: adverse(view, policy, placer.placements) };
    },
  };
}

/** The plan with what is pinned and what is published, and the rest in the order of the rank; what it leaves out is last. */
function begun(view: PlannerView, rank: Rank): { readonly placer: Placer; readonly candidates: readonly Candidate[] } {
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
  const candidates = portfolio.engagements.flatMap((engagement): readonly Candidate[] => {
    const account = accounts.get(engagement.account);
    if (account === undefined || engagement.pinned !== null || kept.has(engagement.id)) return [];
    return [{ key: rank(engagement, account, view), engagement, account }];
  });
  const place = ({ key }: Candidate) => key ?? Number.MAX_VALUE;
  return {
    placer,
    candidates: candidates.toSorted((a, b) => place(a) - place(b) || (a.engagement.id < b.engagement.id ? -1 : 1)),
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
function roundRobin(): Ranking {
  const turns = new WeakMap<PlannerView, ReadonlyMap<string, number>>();
  const rank: Rank = ({ id }, _, view) => {
    const known = turns.get(view) ?? turnsOf(view);
    turns.set(view, known);
    return known.get(id) ?? 0;
  };
  return { name: 'round-robin', title: 'Round robin by owner', rank, repsFor: ownerOnly };
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

const SIMPLE: readonly Ranking[] = [
  { name: 'value-first', title: 'Value first', rank: byStake },
  { name: 'risk-first', title: 'Risk first', rank: byRisk },
  { name: 'due-date', title: 'Due date first', rank: byDue },
  roundRobin(),
  { name: 'random', title: 'Random order', rank: byChance },
];
const WHITTLE: Ranking = { name: 'whittle', title: 'Plain Whittle index', rank: byIndex };

/** Those that rank by a simple rule and optimise nothing. */
export const SIMPLE_PLANNERS: readonly Planner[] = SIMPLE.map(rankedPlanner);

/** The plain index policy, which knows what a minute of everybody is worth, and nothing of the calendar. */
export const WHITTLE_PLANNER: Planner = rankedPlanner(WHITTLE);

/** The same, each under the duties of the product; in the same order. */
export const DUTIFUL_PLANNERS: readonly Planner[] = SIMPLE.map(dutifulPlanner);
export const DUTIFUL_WHITTLE: Planner = dutifulPlanner(WHITTLE);

/** Nobody is ever called: what is lost without anybody acting. */
export const IDLE_PLANNER: Planner = {
  name: 'nobody',
  title: 'Nobody acts',
  plan: () => ({ placements: [], gated: [] }),
};
