import { MAX_TOTAL_STAKE } from '../units.ts';
import { shown, type Violation } from '../violation.ts';
import { type Context, violation } from './context.ts';

export function lossOrFeatures({ accounts }: Context): Violation[] {
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

export function totalStake({ accounts }: Context): Violation[] {
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

export function equityGroupsOnce({ equityGroups }: Context): Violation[] {
  return (equityGroups ?? []).flatMap((group, i, groups) =>
    groups.indexOf(group) < i
      ? [violation(`/equityGroups/${i}`, 'group.unique', group, 'name each equity group once')]
      : [],
  );
}

export function equityGroupsPresent({ accounts, equityGroups }: Context): Violation[] {
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
