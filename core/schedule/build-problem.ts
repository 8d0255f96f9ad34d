import type { Commitment } from '../model/plan.ts';
import type { Policy } from '../model/policy.ts';
import type { Portfolio } from '../model/portfolio.ts';
import { accountColumns } from './account-columns.ts';
import type { Block } from './block.ts';
import { blockMembers } from './block-members.ts';
import { commitmentsToKeep } from './commitments-to-keep.ts';
import { engagementColumns } from './engagement-columns.ts';
import { engagementPlaces } from './engagement-places.ts';
import { loadSurcharges } from './load-surcharge.ts';
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
  const { horizon } = portfolio;
  const members = blockMembers(portfolio, block);
  const { reps, accounts, engagements, account, accountStart } = members;
  const fixed = engagements.filter(({ pinned }) => pinned !== null);
  const days = repDayTable(portfolio, policy, reps, fixed);
  const kinds = repKinds(members, policy);
  const source = startWindowSource(portfolio, policy);
  const kept = commitmentsToKeep(portfolio, members, published);
  const surcharges = loadSurcharges(portfolio, policy);
  const ofAccounts = accountColumns(portfolio, policy, members, source);
  return {
    ...{ portfolio, policy, days, accounts, engagements, account, accountStart },
    ...engagementPlaces({ portfolio, policy, members, days, kinds, source, kept }),
    ...pinnedMeetings(portfolio, members, days, kinds),
    ...precedenceLinks(engagements),
    ...kept,
    ...ofAccounts,
    ...engagementColumns(members, policy, ofAccounts.starved),
    slotMinutes: horizon.slotMinutes,
    bufferMinutes: policy.rep.bufferMinutes,
    surcharge: days.rep.map((r) => surcharges.get(reps[r]!.id) ?? 0),
    affinity: kinds.affinity,
  };
}
