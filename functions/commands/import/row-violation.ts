import { MAX_LISTED_VIOLATIONS } from '../../../core/model/violation.ts';

/** One broken rule in a CSV file. Line 1 is the header, line 0 the map; column '' is the whole row. */
export interface RowViolation {
  readonly line: number;
  readonly column: string;
  readonly rule: string;
  readonly received: string;
  readonly remedy: string;
}

/** Collects violations: the first are kept, the rest counted, so a file of nothing but mistakes needs no memory. */
export function violationList() {
  const listed: RowViolation[] = [];
  let total = 0;
  return {
    add(violations: readonly RowViolation[]): void {
      total += violations.length;
      listed.push(...violations.slice(0, Math.max(0, MAX_LISTED_VIOLATIONS - listed.length)));
    },
    get total(): number {
      return total;
    },
    /** One line each, for a terminal. */
    lines(): string[] {
      const more = total - listed.length;
      return [
        ...listed.map(
          ({ line, column, rule, received, remedy }) =>
            `  ${line === 0 ? 'the map' : `line ${line}`}${column === '' ? '' : `, ${column}`}  ${rule}: received ${received}; ${remedy}`,
        ),
        ...(more > 0 ? [`  and ${more} more`] : []),
      ];
    },
  };
}
export type ViolationList = ReturnType<typeof violationList>;
