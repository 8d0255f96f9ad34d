import type { Commitment } from '../model/plan.ts';
import type { Policy } from '../model/policy.ts';
import type { Portfolio } from '../model/portfolio.ts';
import { isStarved } from '../model/starved.ts';
import type { Block } from './block.ts';
import { blockMembers } from './block-members.ts';
import { column } from './column.ts';
import { commitmentsToKeep } from './commitments-to-keep.ts';
import { engagementPlaces } from './engagement-places.ts';
import { loadSurcharges } from './load-surcharge.ts';
import { mostTouches } from './most-touches.ts';
import { pinnedMeetings } from './pinned-meetings.ts';
import { precedenceLinks } from './precedence-links.ts';
import type { Problem } from './problem.ts';
import { repDayTable } from './rep-day-table.ts';
import { repKinds } from './rep-kinds.ts';
import { startWindowSource } from './start-windows.ts';

/** O(engagements · touch days) once the windows of all kinds of account are known. */
export function buildProblem(
  portfolio: Portfolio,
  policy: Policy,
  published: readonly Commitment[],
  block: Block,
): Problem {
  const { horizon, asOf } = portfolio;
  const members = blockMembers(portfolio, block);
  const { reps, accounts, engagements, account, accountStart } = members;
  const fixed = engagements.filter(({ pinned }) => pinned !== null);
  const days = repDayTable(portfolio, policy, reps, fixed);
  const kinds = repKinds(members, policy);
  const source = startWindowSource(portfolio, policy);
  const kept = commitmentsToKeep(portfolio, members, published);
  const surcharges = loadSurcharges(portfolio, policy);
  const caps = accounts.map((each) => source.capsOf(each));
  const starved = column(new Uint8Array(accounts.length), accounts, (each) =>
    isStarved(each, policy.equity, asOf) ? 1 : 0,
  );
  return {
    ...{ portfolio, policy, days, accounts, engagements, account, accountStart },
    ...engagementPlaces({ portfolio, policy, members, days, kinds, source, kept }),
    ...pinnedMeetings(portfolio, members, days, kinds),
    ...precedenceLinks(engagements),
    ...kept,
    slotMinutes: horizon.slotMinutes,
    bufferMinutes: policy.rep.bufferMinutes,
    minutes: column(new Int32Array(engagements.length), engagements, ({ minutes }) => minutes),
    contactCost: column(
      new Float64Array(engagements.length),
      engagements,
      ({ channel }) => policy.value.contactCost[channel] ?? 0,
    ),
    surcharge: Int32Array.from(days.rep, (r) => surcharges.get(reps[r]!.id) ?? 0),
    reach: column(new Float64Array(engagements.length), engagements, ({ show, effect }) => show * effect),
    affinity: kinds.affinity,
    mandatory: column(new Uint8Array(engagements.length), engagements, ({ mandatory }) => (mandatory ? 1 : 0)),
    starved,
    urgency: column(new Uint8Array(engagements.length), engagements, ({ mandatory }, e) =>
      mandatory ? 2 : starved[account[e]!]!,
    ),
    standing: accounts.map((each) => source.standing(each)),
    caps,
    most: column(new Int32Array(caps.length), caps, (list) =>
      mostTouches(list, policy.contact.minimumGapHours, horizon.days + 2),
    ),
  };
}
