import type { Account, Engagement, Rep, Touch } from '../portfolio.ts';
import { shown, type Violation } from '../violation.ts';

/** Records by position; undefined where a record was malformed and is reported already. */
export interface Records {
  readonly asOf?: string;
  readonly equityGroups?: readonly string[];
  readonly accounts: readonly (Account | undefined)[];
  readonly engagements: readonly (Engagement | undefined)[];
  readonly reps: readonly (Rep | undefined)[];
  readonly ledger: readonly (Touch | undefined)[];
  /** Ids of all records received, malformed ones included. Absent: the ids of the records. */
  readonly received?: {
    readonly accounts: ReadonlySet<string>;
    readonly reps: ReadonlySet<string>;
    readonly engagements: ReadonlySet<string>;
  };
}

export interface Context extends Records {
  readonly known: NonNullable<Records['received']>;
  readonly engagementOf: ReadonlyMap<string, Engagement>;
}

export function contextOf(records: Records): Context {
  const idsOf = (list: readonly ({ readonly id: string } | undefined)[]) =>
    new Set(list.flatMap((r) => (r ? [r.id] : [])));
  const known = records.received ?? {
    accounts: idsOf(records.accounts),
    reps: idsOf(records.reps),
    engagements: idsOf(records.engagements),
  };
  const engagementOf = new Map<string, Engagement>();
  for (const engagement of records.engagements) if (engagement) engagementOf.set(engagement.id, engagement);
  return { ...records, known, engagementOf };
}

export function violation(path: string, rule: string, received: unknown, remedy: string): Violation {
  return { path, rule, received: received === undefined ? 'nothing' : shown(received), remedy };
}
