import type { GroupCoverage } from '../model/plan.ts';
import type { Account } from '../model/portfolio.ts';
import type { AuditContext } from './context.ts';
import type { Figures } from './figures.ts';

/** Coverage by group and value as core/README.md defines it. */
export function expectedParity(context: AuditContext, figures: Figures): readonly GroupCoverage[] {
  const { portfolio, policy } = context;
  if (portfolio.equityGroups.length === 0) return [];
  const eligible = portfolio.accounts.filter((account) => hasPlace(context, figures, account));
  return portfolio.equityGroups.flatMap((group) => {
    const values = Map.groupBy(
      portfolio.accounts.flatMap((account) => account.groups[group] ?? []),
      (value) => value,
    );
    const rows = [...values.keys()].map((value) => {
      const members = eligible.filter((account) => account.groups[group] === value);
      const covered = members.filter(({ id }) => context.meetingsOfAccount.has(id)).length;
      const coverage = members.length === 0 ? 1 : covered / members.length;
      return {
        value,
        eligible: members.length,
        covered,
        coverage,
        reportOnly: members.length < policy.equity.minimumSize,
      };
    });
    const best = Math.max(0, ...rows.filter((row) => !row.reportOnly).map(({ coverage }) => coverage));
    return rows.map((row) => ({ group, ...row, ratio: best === 0 ? 1 : row.coverage / best }));
  });
}

/** Whether some engagement of the account is pinned or has a feasible place. */
function hasPlace(context: AuditContext, figures: Figures, account: Account): boolean {
  if (account.contact.objected) return false;
  const engagements = context.engagementsOfAccount.get(account.id) ?? [];
  return engagements.some((engagement) => figures.hasPlace(account, engagement));
}
