import type { Commitment } from '../../model/plan.ts';
import { Placer } from '../planners/placer.ts';
import type { Proposal } from '../planners/planner.ts';
import type { Rules } from './live-on.ts';
import { type Morning, morningView } from './morning.ts';
import { newDemand } from './nature.ts';
import type { AccountState, OpenEngagement, WorldState } from './state.ts';
import type { Tally } from './tally.ts';
import type { World } from './world.ts';

/** New demand, the plan of the morning, and what becomes of it: commitments published, people asked. */
export function planMorning(
  world: World,
  before: WorldState,
  { planner, guardrails }: Rules,
  seed: number,
  tally: Tally,
): WorldState {
  const { day } = before;
  const fresh = newDemand(world, before.accounts, before.engagements, day);
  tally.asked += fresh.length;
  const state: WorldState = { ...before, engagements: [...before.engagements, ...fresh] };
  const morning = morningView(world, state, guardrails);
  const { portfolio, published } = morning;
  const placer = new Placer(portfolio, guardrails);
  const eligible = new Set(portfolio.engagements.filter((each) => placer.eligible(each)).map(({ id }) => String(id)));
  const accounts = new Set(
    portfolio.engagements.filter(({ id }) => eligible.has(id)).map(({ account }) => String(account)),
  );
  const proposal = planner.plan({ portfolio, published, policy: guardrails, eligible: accounts, seed });
  const commitments: Commitment[] = proposal.placements
    .filter(({ engagement }) => state.engagements.some(({ id }) => id === engagement))
    .map(({ engagement, rep, start }) => ({ engagement, rep, start }));
  tally.published += commitments.length;
  tally.broken += morning.broken.length;
  tally.moved += published.filter((each) => !commitments.some((now) => same(now, each))).length;
  tally.capacity += world.reps.filter((_, rep) => !world.away(rep, day)).length * world.usableMinutes;
  return afterPlanning(state, morning, proposal, commitments, eligible, accounts, tally);
}

/** The person who is asked has an overlooked vulnerable customer met, and everybody nobody has met for a month. */
function afterPlanning(
  state: WorldState,
  { portfolio }: Morning,
  { gated }: Proposal,
  commitments: Commitment[],
  eligible: ReadonlySet<string>,
  eligibleAccounts: ReadonlySet<string>,
  tally: Tally,
): WorldState {
  const asked = new Set<string>(gated);
  const touched = new Set<string>(state.ledger.map(({ account }) => account));
  const vulnerable = new Set<string>(
    portfolio.accounts.filter(({ contact }) => contact.vulnerable).map(({ id }) => id),
  );
  const planned = new Set<string>(commitments.map(({ engagement }) => engagement));
  const plannedSlots = new Set(state.engagements.filter(({ id }) => planned.has(id)).map(({ slot }) => slot));
  const accounts = state.accounts.map((account, slot): AccountState => {
    const passed = eligibleAccounts.has(account.id) && !plannedSlots.has(slot);
    // A place in a plan ends no wait: the next morning's plan may drop it. A contact does.
    if (!passed) return account;
    const passedOver = account.passedOver + 1;
    tally.longestPassedOver = Math.max(tally.longestPassedOver, passedOver);
    return { ...account, passedOver, passedSince: account.passedSince ?? state.day };
  });
  const engagements = state.engagements.map((open): OpenEngagement => {
    const account = state.accounts[open.slot]?.id ?? '';
    const gatedNow = asked.has(account);
    if (gatedNow && !open.gated) tally.gated += 1;
    const held = gatedNow && (vulnerable.has(account) || !touched.has(account));
    return {
      ...open,
      gated: open.gated || gatedNow,
      mandatory: open.mandatory || held,
      planned: open.planned || plannedSlots.has(open.slot),
      eligible: open.eligible || eligible.has(open.id),
    };
  });
  return { ...state, accounts, engagements, commitments };
}

function same(a: Commitment, b: Commitment): boolean {
  return a.engagement === b.engagement && a.rep === b.rep && a.start === b.start;
}
