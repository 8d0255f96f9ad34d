import type { Commitment } from '../../model/plan.ts';
import type { Policy } from '../../model/policy.ts';
import type { Portfolio } from '../../model/portfolio.ts';
import { accountOf, asOfDay, engagementOf } from './crm-view.ts';
import { firmCommitments } from './firm-commitments.ts';
import { HORIZON_DAYS, repAway, repOf } from './rep-calendar.ts';
import type { WorldState } from './state.ts';
import type { World } from './world.ts';

/** What the CRM hands over on a morning. */
export interface Morning {
  readonly portfolio: Portfolio;
  /** Commitments of later days, which a plan may move at a cost. */
  readonly published: readonly Commitment[];
  /** Commitments that cannot stand: the rep is away, the customer objected or was called by somebody else. */
  readonly broken: readonly Commitment[];
}

/** The portfolio of a morning, from what can be known then. O(accounts + open engagements + ledger). */
export function morningView(world: World, state: WorldState, policy: Policy): Morning {
  const { day } = state;
  const accounts = state.accounts.map((each, slot) => accountOf(world, state, each, slot));
  const byId = new Map(state.engagements.map((open) => [String(open.id), open]));
  const kept: Commitment[] = [];
  const broken: Commitment[] = [];
  for (const commitment of state.commitments) {
    const open = byId.get(commitment.engagement);
    if (open === undefined) continue;
    if (state.accounts[open.slot]?.objected || repAway(world, state, commitment)) broken.push(commitment);
    else kept.push(commitment);
  }
  const firm = firmCommitments(world, state, policy, kept, byId, accounts);
  broken.push(...firm.broken);
  const pinned = new Map(firm.pinned.map((each) => [String(each.engagement), each]));
  return {
    broken,
    published: kept.filter((each) => !pinned.has(each.engagement) && !firm.broken.includes(each)),
    portfolio: {
      contract: 'portfolio/1',
      asOf: asOfDay(world, day),
      currency: 'EUR',
      horizon: { start: world.date(day), days: HORIZON_DAYS, slotMinutes: 15 },
      equityGroups: ['tier', 'region'],
      accounts: accounts.filter((_, slot) => state.accounts[slot]?.lostOn === null),
      engagements: state.engagements.map((open) => engagementOf(world, state, open, pinned.get(open.id) ?? null)),
      reps: world.reps.map((_, rep) => repOf(world, rep, day)),
      ledger: state.ledger,
    },
  };
}
