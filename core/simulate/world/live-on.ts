import { epochMinutes } from '../../calendar/minute.ts';
import type { Commitment } from '../../model/plan.ts';
import type { Policy } from '../../model/policy.ts';
import type { Breach, GroupQuarter } from '../../model/simulation.ts';
import { livedDayBreaches } from '../conditions/lived-day.ts';
import { LOADS_KEPT, returnerBreaches } from '../conditions/returner.ts';
import { starvedGroups } from '../conditions/starvation.ts';
import { Placer } from '../planners/placer.ts';
import type { Planner, Proposal } from '../planners/planner.ts';
import { liveDay, type Meeting } from './live-day.ts';
import { asOfDay, type Morning, morningView, truthOf } from './morning.ts';
import { externalContacts, newDemand, night } from './nature.ts';
import { emptyTally, QUARTER_DAYS, seedRunOf, startRun, type Tally, type WorldRun, withBreaches } from './run.ts';
import type { Scenario } from './scenario.ts';
import type { AccountState, OpenEngagement, WorldState } from './state.ts';
import { World } from './world.ts';

/** Days the ledger goes back: the longest cap of the guardrails and a little more. */
const LEDGER_DAYS = 33;

export interface Rules {
  readonly planner: Planner;
  /** The guardrails every day is held to, whatever the planner's own policy says. */
  readonly guardrails: Policy;
}

/** One policy through one world from the first morning on. Pure: the same arguments give the same document anywhere. */
export function simulate(scenario: Scenario, seed: number, days: number, rules: Rules) {
  const world = new World(scenario, seed);
  let run = startRun(world);
  while (run.state.day < days) run = liveOn(world, run, rules, seed);
  return seedRunOf(world, run, rules.planner.name, seed);
}

/** Plan, live a day, observe. */
export function liveOn(world: World, run: WorldRun, rules: Rules, seed: number): WorldRun {
  const { day } = run.state;
  const tally: Tally = { ...run.tally, eligible: [...run.tally.eligible], covered: [...run.tally.covered] };
  const breaches: Breach[] = [];
  let { state, loads } = run;
  if (world.working(day)) {
    const morning = planMorning(world, state, rules, seed, tally);
    const lived = liveDay(world, morning);
    breaches.push(...livedDayBreaches(world, morning, lived.meetings, rules.guardrails));
    countMeetings(tally, lived.meetings, lived.cancelled.length);
    loads = [...loads, loadsOf(world, day, lived.meetings)].slice(-LOADS_KEPT);
    breaches.push(...returnerBreaches(loads, world.reps));
    const gone = new Set<string>([...lived.meetings, ...lived.cancelled].map(({ engagement }) => engagement));
    state = {
      ...morning,
      accounts: [...lived.accounts],
      engagements: [...lived.engagements],
      commitments: morning.commitments.filter(({ engagement }) => !gone.has(engagement)),
      ledger: [
        ...morning.ledger,
        ...lived.meetings.map(({ account, start, channel }) => ({ account, at: start, channel })),
      ],
    };
  }
  state = nightfall(world, state, tally, breaches);
  const ended = state.day % QUARTER_DAYS === 0;
  if (!ended) return { ...run, state, loads: [...loads], tally, ...withBreaches(run, breaches) };
  const parity = parityOf(world, tally);
  breaches.push(...starvedGroups(parity, rules.guardrails.equity, day));
  const { eligible: _eligible, covered: _covered, ...counts } = tally;
  const quarters = [...run.quarters, { ...counts, parity }];
  return { ...run, state, loads: [...loads], quarters, tally: emptyTally(), ...withBreaches(run, breaches) };
}

/** New demand, the plan of the morning, and what becomes of it: commitments published, people asked. */
function planMorning(world: World, before: WorldState, { planner, guardrails }: Rules, seed: number, tally: Tally) {
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
    const passedOver = plannedSlots.has(slot) ? 0 : account.passedOver + (passed ? 1 : 0);
    tally.longestPassedOver = Math.max(tally.longestPassedOver, passedOver);
    return passedOver === account.passedOver ? account : { ...account, passedOver };
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

/** Others' contacts, losses, contracts; what is due today and was not held is gone; the ledger forgets the far past. */
function nightfall(world: World, state: WorldState, tally: Tally, breaches: Breach[]): WorldState {
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

function countMeetings(tally: Tally, meetings: readonly Meeting[], cancelled: number): void {
  tally.broken += cancelled;
  for (const { outcome, optedOut, minutes, slot, account } of meetings) {
    if (outcome === 'held') tally.held += 1;
    else tally.noShows += 1;
    if (optedOut) tally.optOuts += 1;
    tally.minutes += minutes;
    const key = `${slot}/${account.slice(account.lastIndexOf('-') + 1)}`;
    remember(tally.covered, key);
    remember(tally.eligible, key);
  }
}

function remember(list: string[], key: string): void {
  if (!list.includes(key)) list.push(key);
}

function loadsOf(world: World, day: number, meetings: readonly Meeting[]) {
  const minutes = world.reps.map(({ id }) =>
    meetings.filter(({ rep }) => rep === id).reduce((sum, meeting) => sum + meeting.minutes, 0),
  );
  return { day, minutes, away: world.reps.map((_, rep) => world.away(rep, day)) };
}

/** Coverage of the declared groups over the quarter, groups and values in a fixed order. */
function parityOf(world: World, { eligible, covered }: Tally): GroupQuarter[] {
  const groupsOf = (key: string) => {
    const [slot = 0, generation = 0] = key.split('/').map(Number);
    const { tier, region } = world.account(slot, generation);
    return [`tier/${tier === 'smb' ? 'smb' : 'larger'}`, `region/${region}`];
  };
  return ['tier/smb', 'tier/larger', 'region/emea', 'region/amer'].map((name) => {
    const [group = '', value = ''] = name.split('/');
    const count = (keys: readonly string[]) => keys.filter((key) => groupsOf(key).includes(name)).length;
    return { group, value, eligible: count(eligible), covered: count(covered) };
  });
}

function same(a: Commitment, b: Commitment): boolean {
  return a.engagement === b.engagement && a.rep === b.rep && a.start === b.start;
}
