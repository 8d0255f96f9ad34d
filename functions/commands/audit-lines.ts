import type { Finding } from '../../core/audit/finding.ts';
import { MAX_LISTED_VIOLATIONS } from '../../core/model/violation.ts';

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
