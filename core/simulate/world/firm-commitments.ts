import { capsOf } from '../../calendar/contact-cap.ts';
import { epochMinutes, type Minute } from '../../calendar/minute.ts';
import { packs } from '../../calendar/packs.ts';
import { touchBlocks } from '../../calendar/touch-blocks.ts';
import type { Commitment } from '../../model/plan.ts';
import type { Policy } from '../../model/policy.ts';
import type { Account } from '../../model/portfolio.ts';
import { dayOfStart, repIndex } from './rep-calendar.ts';
import type { OpenEngagement, WorldState } from './state.ts';
import type { World } from './world.ts';

/** Working days, today included, whose meetings stand once published: the customer has them in the calendar. */
const FIRM_DAYS = 2;

/**
 * Commitments so near that they stand; less those that somebody else's contact has made one too many. Those that a policy
 * made too many by itself stand as well: a world that mended them would hide what the policy does.
 */
export function firmCommitments(
  world: World,
  state: WorldState,
  policy: Policy,
  kept: readonly Commitment[],
  byId: ReadonlyMap<string, OpenEngagement>,
  accounts: readonly Account[],
): { readonly pinned: readonly Commitment[]; readonly broken: readonly Commitment[] } {
  let until = state.day;
  for (let working = 0; working < FIRM_DAYS; until += 1) if (world.working(until)) working += 1;
  const pinned: Commitment[] = [];
  const broken: Commitment[] = [];
  const ours = new Map<string, Minute[]>();
  const others = new Map<string, Minute[]>();
  for (const { account, at, channel } of state.ledger) append(channel === 'email' ? others : ours, account, at);
  const inOrder = kept.toSorted((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
  for (const commitment of inOrder) {
    const start = epochMinutes(commitment.start);
    if (dayOfStart(world, repIndex(world, commitment.rep), start) >= until) continue;
    const account = accounts[byId.get(commitment.engagement)?.slot ?? -1];
    if (account === undefined) continue;
    const blocked = (touches: readonly Minute[]) =>
      touchBlocks(touches, capsOf(account, policy, packs), policy.contact.minimumGapHours).some(
        ({ from, to }) => from <= start && start < to,
      );
    const [own = [], foreign = []] = [ours.get(account.id), others.get(account.id)];
    if (foreign.length > 0 && blocked([...own, ...foreign]) && !blocked(own)) broken.push(commitment);
    else {
      pinned.push(commitment);
      append(ours, account.id, commitment.start);
    }
  }
  return { pinned, broken };
}

function append(touches: Map<string, Minute[]>, account: string, at: string): void {
  const known = touches.get(account) ?? [];
  touches.set(account, known);
  known.push(epochMinutes(at));
}
