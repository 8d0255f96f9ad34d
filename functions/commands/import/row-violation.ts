import { MAX_LISTED_VIOLATIONS } from '../../../core/model/violation.ts';

/** One broken rule in a CSV file. Line 1 is the header, line 0 the map; column '' is the whole row. */
export interface RowViolation {
  readonly line: number;
  readonly column: string;
  readonly rule: string;
  readonly received: string;
  readonly remedy: string;
}

/** So many are shown one by one; of more, the first of each kind, which is a rule in a column. */
const FEW = 12;
const OF_A_KIND = 3;

/**
 * Collects violations: the first of each kind are kept, the rest counted, so one mistake made in every row hides no other, and
 * a file of nothing but mistakes needs no memory.
 */
export function violationList() {
  const kept: (RowViolation & { readonly nth: number })[] = [];
  const kinds = new Map<string, { count: number; last: number }>();
  let total = 0;
  return {
    add(violations: readonly RowViolation[]): void {
      for (const violation of violations) {
        const kind = `${violation.rule}${violation.column === '' ? '' : ` in ${violation.column}`}`;
        const nth = (kinds.get(kind)?.count ?? 0) + 1;
        kinds.set(kind, { count: nth, last: violation.line });
        total += 1;
        if ((total <= FEW || nth <= OF_A_KIND) && kept.length < MAX_LISTED_VIOLATIONS) kept.push({ ...violation, nth });
      }
    },
    get total(): number {
      return total;
    },
    /** One line each, for a terminal. */
    lines(): string[] {
      const few = total <= FEW;
      const listed = kept.filter(({ nth }) => few || nth <= OF_A_KIND);
      const more = [...kinds].filter(([, { count }]) => !few && count > OF_A_KIND);
      const counted = listed.length + more.reduce((sum, [, { count }]) => sum + count - OF_A_KIND, 0);
      return [
        ...listed.map(
          ({ line, column, rule, received, remedy }) =>
            `  ${line === 0 ? 'the map' : `line ${line}`}${column === '' ? '' : `, ${column}`}  ${rule}: received ${received}; ${remedy}`,
        ),
        ...more.map(
          ([kind, { count, last }]) => `  and ${count - OF_A_KIND} more of ${kind}, the last on line ${last}`,
        ),
        ...(total > counted ? [`  and ${total - counted} more`] : []),
      ];
    },
  };
}
export type ViolationList = ReturnType<typeof violationList>;
