import type { AuditReport } from '../../core/audit/audit.ts';
import type { Finding } from '../../core/audit/finding.ts';
import { MAX_LISTED_VIOLATIONS } from '../../core/model/violation.ts';
import { exactMoney } from '../../core/report/amount.ts';

/** What an audit found, one line each, the first hundred and a count. */
export function findingLines(findings: readonly Finding[]): string[] {
  const more = findings.length - MAX_LISTED_VIOLATIONS;
  return [
    ...findings
      .slice(0, MAX_LISTED_VIOLATIONS)
      .map(
        ({ path, rule, received, expected, remedy }) =>
          `  ${path === '' ? '(the whole plan)' : path}  ${rule}: received ${received}, expected ${expected}; ${remedy}`,
      ),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

/** What the checker recomputed, for a person: how much it checked, and what the plan protects of what any plan can. */
export function auditLine({ checked, objective, bound }: AuditReport, currency: string): string {
  const checks = `${checked.reduce((sum, { count }) => sum + count, 0)} checks`;
  const money = (amount: number) => exactMoney(amount, currency).replaceAll('\u00a0', ' ');
  if (objective === null) return checks;
  const most = bound === null ? '' : `, and no plan can protect more than ${money(bound)}`;
  return `${checks}, it protects ${money(objective)}${most}`;
}
