import type { Violation } from '../violation.ts';
import { type Context, violation } from './context.ts';

export function duplicateIds(context: Context): Violation[] {
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

export function danglingReferences({ accounts, engagements, ledger, known }: Context): Violation[] {
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
