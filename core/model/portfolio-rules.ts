import type { Account, Engagement, Portfolio, Rep, Touch } from './portfolio.ts';
import { MAX_TOTAL_STAKE } from './units.ts';
import { shown, type Violation } from './violation.ts';

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

/** The rules between records of a portfolio, each a named function; violations in the order of the rules. */
export function portfolioRules(portfolio: Portfolio | Records): Violation[] {
  const context = contextOf(portfolio);
  return RULES.flatMap((rule) => rule(context));
}

interface Context extends Records {
  readonly known: NonNullable<Records['received']>;
  readonly engagementOf: ReadonlyMap<string, Engagement>;
}

function contextOf(records: Records): Context {
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

const RULES: readonly ((context: Context) => Violation[])[] = [
  duplicateIds,
  danglingReferences,
  lossOrFeatures,
  totalStake,
  windowsInOrder,
  intervalsInOrder,
  consentNotInTheFuture,
  precedenceWithinAccount,
  precedenceAcyclic,
  pinnedDoNotOverlap,
  equityGroupsOnce,
  equityGroupsPresent,
  ledgerInThePast,
];

function duplicateIds(context: Context): Violation[] {
  const collections = { accounts: context.accounts, engagements: context.engagements, reps: context.reps };
  return Object.entries(collections).flatMap(([name, list]) => {
    const first = new Map<string, number>();
    return list.flatMap((record, index) => {
      if (!record) return [];
      const before = first.get(record.id);
      if (before === undefined) {
        first.set(record.id, index);
        return [];
      }
      return [
        violation(
          `/${name}/${index}/id`,
          'id.unique',
          record.id,
          `give each of ${name} its own id; /${name}/${before} has this one`,
        ),
      ];
    });
  });
}

function danglingReferences({ accounts, engagements, ledger, known }: Context): Violation[] {
  const dangling = (path: string, id: string, ids: ReadonlySet<string>, noun: string) =>
    ids.has(id) ? [] : [violation(path, 'reference.known', id, `add the ${noun} or correct the reference`)];
  return [
    ...accounts.flatMap((a, i) =>
      a?.owner === undefined ? [] : dangling(`/accounts/${i}/owner`, a.owner, known.reps, 'rep'),
    ),
    ...engagements.flatMap((e, i) =>
      e === undefined
        ? []
        : [
            ...dangling(`/engagements/${i}/account`, e.account, known.accounts, 'account'),
            ...e.after.flatMap((id, k) =>
              dangling(`/engagements/${i}/after/${k}`, id, known.engagements, 'engagement'),
            ),
            ...(e.pinned ? dangling(`/engagements/${i}/pinned/rep`, e.pinned.rep, known.reps, 'rep') : []),
          ],
    ),
    ...danglingLedger(ledger, known.accounts),
  ];
}

/** One violation per unknown account: a ledger that reaches back to accounts long gone has thousands of entries of them. */
function danglingLedger(ledger: Context['ledger'], known: ReadonlySet<string>): Violation[] {
  const entries = new Map<string, number[]>();
  ledger.forEach((touch, index) => {
    if (touch === undefined || known.has(touch.account)) return;
    const before = entries.get(touch.account);
    if (before === undefined) entries.set(touch.account, [index]);
    else before.push(index);
  });
  return [...entries].map(([account, [first = 0, ...more]]) => {
    const others = more.length === 0 ? '' : `; ${more.length} more entries of the ledger name it`;
    const remedy = `add the account, or leave out its touches${others}`;
    return violation(`/ledger/${first}/account`, 'reference.known', account, remedy);
  });
}

function lossOrFeatures({ accounts }: Context): Violation[] {
  return accounts.flatMap((a, i) =>
    a && a.loss === undefined && a.features === undefined
      ? [
          violation(
            `/accounts/${i}`,
            'account.loss-or-features',
            a.id,
            'give `loss`, or `features` for the scorecard model',
          ),
        ]
      : [],
  );
}

function totalStake({ accounts }: Context): Violation[] {
  const total = accounts.reduce((sum, a) => sum + (a?.stake ?? 0), 0);
  return total > MAX_TOTAL_STAKE
    ? [
        violation(
          '/accounts',
          'stake.total',
          total,
          `let the stakes add up to at most ${MAX_TOTAL_STAKE} minor units, or split the portfolio`,
        ),
      ]
    : [];
}

function windowsInOrder({ engagements }: Context): Violation[] {
  return engagements.flatMap((e, i) =>
    e && e.due < e.earliest
      ? [violation(`/engagements/${i}/due`, 'window.order', e.due, `let due be on or after earliest (${e.earliest})`)]
      : [],
  );
}

function intervalsInOrder({ reps }: Context): Violation[] {
  return reps.flatMap((rep, i) => [
    ...(rep?.busy ?? []).flatMap((b, k) =>
      Date.parse(b.from) < Date.parse(b.to)
        ? []
        : [violation(`/reps/${i}/busy/${k}/to`, 'interval.order', b.to, `let it be later than ${b.from}`)],
    ),
    ...(rep?.leave ?? []).flatMap((l, k) =>
      l.from <= l.to
        ? []
        : [violation(`/reps/${i}/leave/${k}/to`, 'interval.order', l.to, `let it be on or after ${l.from}`)],
    ),
  ]);
}

function consentNotInTheFuture({ accounts, asOf }: Context): Violation[] {
  if (asOf === undefined) return [];
  // A day of grace: the account's date may be ahead of the UTC date of asOf.
  const latest = new Date(Date.parse(asOf) + 86_400_000).toISOString().slice(0, 10);
  return accounts.flatMap((a, i) =>
    Object.entries(a?.contact.consent ?? {}).flatMap(([channel, consent]) =>
      consent.at > latest
        ? [
            violation(
              `/accounts/${i}/contact/consent/${channel}/at`,
              'consent.past',
              consent.at,
              'give the date the consent was given, not after asOf',
            ),
          ]
        : [],
    ),
  );
}

function precedenceWithinAccount({ engagements, engagementOf }: Context): Violation[] {
  return engagements.flatMap((e, i) =>
    (e?.after ?? []).flatMap((id, k) => {
      const before = engagementOf.get(id);
      return before && e && before.account !== e.account
        ? [
            violation(
              `/engagements/${i}/after/${k}`,
              'precedence.account',
              id,
              'name an engagement of the same account',
            ),
          ]
        : [];
    }),
  );
}

/** Kahn's algorithm; what cannot be ordered is on a cycle or behind one. O(engagements + references). */
function precedenceAcyclic({ engagements, engagementOf }: Context): Violation[] {
  const waiting = new Map<string, number>();
  const followers = new Map<string, string[]>();
  for (const e of engagementOf.values()) {
    const before = e.after.filter((id) => engagementOf.has(id));
    waiting.set(e.id, before.length);
    for (const id of before) followers.set(id, [...(followers.get(id) ?? []), e.id]);
  }
  const ready = [...waiting].flatMap(([id, count]) => (count === 0 ? [id] : []));
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    waiting.delete(id);
    for (const follower of followers.get(id) ?? []) {
      const left = (waiting.get(follower) ?? 0) - 1;
      waiting.set(follower, left);
      if (left === 0) ready.push(follower);
    }
  }
  return engagements.flatMap((e, i) =>
    e && waiting.has(e.id)
      ? [
          violation(
            `/engagements/${i}/after`,
            'precedence.acyclic',
            e.after,
            'break the circle: no engagement can come before itself',
          ),
        ]
      : [],
  );
}

function pinnedDoNotOverlap({ engagements }: Context): Violation[] {
  const byRep = new Map<string, { index: number; id: string; from: number; to: number }[]>();
  engagements.forEach((e, index) => {
    if (!e?.pinned) return;
    const from = Date.parse(e.pinned.start);
    const list = byRep.get(e.pinned.rep) ?? [];
    list.push({ index, id: e.id, from, to: from + e.minutes * 60_000 });
    byRep.set(e.pinned.rep, list);
  });
  return [...byRep.values()].flatMap((list) => {
    list.sort((a, b) => a.from - b.from || a.index - b.index);
    let last = list[0];
    return list.slice(1).flatMap((next) => {
      const clash = last !== undefined && next.from < last.to ? last : undefined;
      if (last === undefined || next.to > last.to) last = next;
      return clash
        ? [
            violation(
              `/engagements/${next.index}/pinned/start`,
              'pinned.overlap',
              engagements[next.index]?.pinned?.start,
              `${clash.id} is pinned to this rep at that time; move or unpin one of them`,
            ),
          ]
        : [];
    });
  });
}

function equityGroupsOnce({ equityGroups }: Context): Violation[] {
  return (equityGroups ?? []).flatMap((group, i, groups) =>
    groups.indexOf(group) < i
      ? [violation(`/equityGroups/${i}`, 'group.unique', group, 'name each equity group once')]
      : [],
  );
}

function equityGroupsPresent({ accounts, equityGroups }: Context): Violation[] {
  return accounts.flatMap((a, i) =>
    (equityGroups ?? []).flatMap((group) =>
      a && !Object.hasOwn(a.groups, group)
        ? [
            violation(
              `/accounts/${i}/groups/${group}`,
              'group.declared',
              undefined,
              `give the account a value of the equity group ${shown(group)}`,
            ),
          ]
        : [],
    ),
  );
}

function ledgerInThePast({ ledger, asOf }: Context): Violation[] {
  if (asOf === undefined) return [];
  return ledger.flatMap((t, i) =>
    t && Date.parse(t.at) > Date.parse(asOf)
      ? [
          violation(
            `/ledger/${i}/at`,
            'ledger.past',
            t.at,
            `give a touch that happened by asOf (${asOf}); pin what is yet to come`,
          ),
        ]
      : [],
  );
}

function violation(path: string, rule: string, received: unknown, remedy: string): Violation {
  return { path, rule, received: received === undefined ? 'nothing' : shown(received), remedy };
}
