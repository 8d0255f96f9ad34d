import { epochMinutes } from '../../calendar/minute.ts';
import type { Breach } from '../../model/simulation.ts';
import { asOfDay, truthOf } from './crm-view.ts';
import { externalContacts, night } from './nature.ts';
import type { OpenEngagement, WorldState } from './state.ts';
import { remember, type Tally } from './tally.ts';
import type { World } from './world.ts';

/** Days the ledger goes back: the longest cap of the guardrails and a little more. */
const LEDGER_DAYS = 33;

/** Others' contacts, losses, contracts; what is due today and was not held is gone; the ledger forgets the far past. */
export function nightfall(world: World, state: WorldState, tally: Tally, breaches: Breach[]): WorldState {
  const { day } = state;
  const external = externalContacts(world, state.accounts, day);
  const { accounts, lost, expected } = night(world, external.accounts, day);
  tally.lost += lost;
  tally.expected += expected;
  const there = new Set(accounts.flatMap(({ lostOn }, slot) => (lostOn === null ? [slot] : [])));
  const engagements: OpenEngagement[] = [];
  for (const open of state.engagements) {
    if (!there.has(open.slot)) continue;
    const { days } = truthOf(world, open);
    if (day < open.askedOn + days) engagements.push(open);
    else expire(world, state, open, tally, breaches);
  }
  const stays = new Set<string>(engagements.map(({ id }) => id));
  const oldest = epochMinutes(asOfDay(world, day)) - LEDGER_DAYS * 1440;
  return {
    ...state,
    day: day + 1,
    accounts: [...accounts],
    engagements,
    commitments: state.commitments.filter(({ engagement }) => stays.has(engagement)),
    ledger: [...state.ledger.filter(({ at }) => epochMinutes(at) >= oldest), ...external.touches],
  };
}

function expire(world: World, state: WorldState, open: OpenEngagement, tally: Tally, breaches: Breach[]): void {
  const account = state.accounts[open.slot]!;
  if (!open.eligible || account.objected) return;
  remember(tally.eligible, `${open.slot}/${account.generation}`);
  const { vulnerable, id } = world.account(open.slot, account.generation);
  if (!vulnerable || open.gated || open.planned || open.attempts > 0) return;
  const text = `${open.id} ran out without being planned and without anybody being asked`;
  breaches.push({ condition: 'vulnerable-dropped', day: state.day, subject: id, text });
}
