import type { AccountForecast, Forecasts } from '../../core/model/forecasts.ts';
import { AccountId, EngagementId } from '../../core/model/ids.ts';
import type { Outcome } from '../../core/model/outcome.ts';
import { Policy } from '../../core/model/policy.ts';
import type { Portfolio } from '../../core/model/portfolio.ts';
import type { ToldOutcome } from '../../core/risk/outcome-history.ts';
import { drawLots, openEngagements, reserveAccounts } from '../../core/risk/reserve-accounts.ts';
import type { ScoredAccount, ScoredPortfolio } from '../../core/risk/score-portfolio.ts';
import type { Planner, PlannerView } from '../../core/simulate/planners/planner.ts';
import { WHITTLE_PLANNER } from '../../core/simulate/planners/ranked.ts';
import { evening, liveDay, type Meeting } from '../../core/simulate/world/live-day.ts';
import { nightfall } from '../../core/simulate/world/nightfall.ts';
import { planMorning } from '../../core/simulate/world/plan-morning.ts';
import { type Scenario, STEADY } from '../../core/simulate/world/scenario.ts';
import type { WorldState } from '../../core/simulate/world/state.ts';
import { emptyTally } from '../../core/simulate/world/tally.ts';
import { World } from '../../core/simulate/world/world.ts';
import { instant, plan } from './learning-world.ts';

/** What the product claims of its conversations, beside what is true in the world. */
export const CLAIMED = { show: 0.95, effectOverTruth: 1 / 0.7 };

const POLICY = Policy.parse({
  contract: 'policy/1',
  // Whoever is reserved stays so for the quarter: a lot that is lifted after three mornings moves too little to measure.
  equity: { starvationRuns: 1_000 },
  learning: { holdoutShare: 0.4, holdoutMinimum: 1, holdoutSpares: 0 },
});

/** Nothing but the forecasts' own errors stands between what is believed and what happens. */
const CALM: Scenario = {
  ...STEADY,
  name: 'calm',
  season: 0,
  external: 0,
  shock: { ...STEADY.shock, chance: 0 },
  repMinutes: 240,
  demand: 0.2,
};

export interface LivedWorld {
  readonly plans: readonly Forecasts[];
  readonly told: readonly ToldOutcome[];
  /** True chances to show up of those met, meeting by meeting, by kind. */
  readonly shows: ReadonlyMap<string, readonly number[]>;
}

/**
 * A book of `core/simulate/world` lived for `days` by the index policy, and what the product would know of it: a plan's
 * forecasts every morning, with its claims, and the outcomes that are told. Losses are believed `bias` too likely, log-odds.
 */
export function livedWorld(seed: number, days: number, bias: number): LivedWorld {
  const world = new World({ ...CALM, forecast: { ...CALM.forecast, bias } }, seed);
  const plans: Forecasts[] = [];
  const told: ToldOutcome[] = [];
  const shows = new Map<string, number[]>();
  const tell = (outcome: Outcome) => told.push({ id: `o-${seed}-${told.length}`, outcome, receivedAt: outcome.at });
  const planner: Planner = {
    ...{ name: 'observed', title: '' },
    plan: (view) => {
      const scored = scoredOf(view.portfolio);
      const portfolio = reserveAccounts(scored, POLICY, committedOf(view));
      const proposal = WHITTLE_PLANNER.plan({ ...view, portfolio });
      const from = Date.parse(view.portfolio.asOf);
      plans.push(plan(from, accountsOf(seed, scored), meetingsOf(seed, scored, proposal.placements)));
      return proposal;
    },
  };
  let state = world.initialState();
  while (state.day < days) {
    if (world.working(state.day)) {
      const morning = planMorning(world, state, { planner, guardrails: POLICY }, seed, emptyTally());
      const lived = liveDay(world, morning);
      for (const meeting of lived.meetings) {
        const { kind, show } = truthOf(world, morning, meeting);
        shows.set(kind, [...(shows.get(kind) ?? []), show]);
        const engagement = EngagementId.parse(`${seed}-${meeting.engagement}`);
        const of = { contract: 'outcome/1', engagement, at: meeting.start } as const;
        if (meeting.took === null) tell({ ...of, kind: 'no-show' });
        else tell({ ...of, kind: 'held', minutes: Math.max(1, Math.round(meeting.took)) });
      }
      state = evening(morning, lived);
    }
    const before = state;
    state = nightfall(world, state, emptyTally(), []);
    state.accounts.forEach(({ lostOn, id }, slot) => {
      if (lostOn === null || before.accounts[slot]?.lostOn !== null) return;
      const at = `${world.date(lostOn)}T22:00:00Z`;
      tell({ contract: 'outcome/1', kind: 'lost', account: AccountId.parse(`${seed}-${id}`), at });
    });
  }
  return { plans, told, shows };
}

function truthOf(world: World, morning: WorldState, { slot, engagement }: Meeting) {
  const open = morning.engagements.find(({ id }) => id === engagement);
  const demand = world.demand(slot, open?.askedOn ?? 0);
  if (demand === null) throw new Error(`${engagement} was never asked for`);
  return { kind: demand.kind, show: world.account(slot, morning.accounts[slot]?.generation ?? 0).show };
}

/** Several books as one tenant's: their plans of a morning are one plan. */
export function together(worlds: readonly LivedWorld[]): Omit<LivedWorld, 'shows'> {
  const byMorning = Map.groupBy(
    worlds.flatMap(({ plans }) => plans),
    ({ asOf }) => asOf,
  );
  const plans = [...byMorning.entries()].map(([asOf, parts]) =>
    plan(
      Date.parse(asOf),
      parts.flatMap(({ accounts }) => accounts),
      parts.flatMap(({ meetings }) => meetings),
    ),
  );
  return { plans, told: worlds.flatMap(({ told }) => told) };
}

/** Instant of the morning after so many days. */
export function morningAfter(days: number): string {
  return instant(Date.parse(`${STEADY.start}T05:00:00Z`) + days * 86_400_000);
}

function scoredOf(portfolio: Portfolio): ScoredPortfolio {
  return {
    ...portfolio,
    accounts: portfolio.accounts.flatMap((account) => (account.loss ? [{ ...account, loss: account.loss }] : [])),
  };
}

function committedOf({ portfolio, published }: PlannerView): ReadonlySet<string> {
  const accountOf = new Map(portfolio.engagements.map(({ id, account }) => [String(id), String(account)]));
  return new Set(published.map(({ engagement }) => accountOf.get(engagement) ?? ''));
}

function accountsOf(seed: number, portfolio: ScoredPortfolio): Forecasts['accounts'] {
  const lots = drawLots(portfolio, POLICY.learning);
  const open = openEngagements(portfolio);
  const accounts: readonly ScoredAccount[] = portfolio.accounts;
  return accounts.map(({ id, loss }): AccountForecast => {
    const kinds = new Set((open.get(id) ?? []).map(({ kind }) => kind));
    const [kind] = kinds;
    return {
      ...loss,
      account: AccountId.parse(`${seed}-${id}`),
      arm: lots.get(id) ?? null,
      kind: kinds.size === 1 && kind !== undefined ? kind : null,
    };
  });
}

function meetingsOf(
  seed: number,
  { engagements, accounts }: ScoredPortfolio,
  placements: readonly { readonly engagement: string; readonly rep: string; readonly start: string }[],
): Forecasts['meetings'] {
  return placements.flatMap(({ engagement: id, rep, start }) => {
    const engagement = engagements.find((each) => each.id === id);
    if (engagement === undefined) return [];
    const owner = accounts.find((each) => each.id === engagement.account)?.owner;
    const averts = Math.min(1, engagement.effect * CLAIMED.effectOverTruth) * (owner === rep ? 1 : 0.88);
    return [
      {
        ...{
          engagement: EngagementId.parse(`${seed}-${id}`),
          account: AccountId.parse(`${seed}-${engagement.account}`),
        },
        ...{ kind: engagement.kind, start, minutes: engagement.minutes, show: CLAIMED.show, averts },
      },
    ];
  });
}
