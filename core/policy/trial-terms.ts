import type { PolicySet } from '../model/policy.ts';
import { shown, type Violation } from '../model/violation.ts';

/** What is measured is measured in whole quarters; the days behind the last one would be lived for nothing. */
const QUARTER_DAYS = 91;
const LEAST_SHARE = 0.01;
const MOST_SHARE = 0.5;

/**
 * Invariants of how candidates are tried, each of which a set keeps to be deployed at all: terms that break one would let a
 * candidate through that nobody measured, or none ever. One approval by somebody else is what the design asks for; the
 * contract keeps it (`quorum` 1 or 2), and here only that enough people are there to give it.
 */
export function termsViolations({ promotion: terms, tenants }: PolicySet): readonly Violation[] {
  const { requires, canaryShare, patienceMinutes, minutes, worlds, batch, days, quorum } = terms;
  const longest = Math.max(minutes.shadow, minutes.canary, minutes.all);
  const rules: readonly (readonly [holds: boolean, Violation])[] = [
    [
      requires.length > 0,
      of('/promotion/requires', 'trial-requires', requires, 'name at least one measure: what is not known is no pass'),
    ],
    [
      canaryShare >= LEAST_SHARE && canaryShare <= MOST_SHARE,
      of(
        ...(['/promotion/canaryShare', 'trial-canary', canaryShare] as const),
        `use ${LEAST_SHARE} to ${MOST_SHARE}: of nobody it shows nothing, of most it is no canary`,
      ),
    ],
    [
      patienceMinutes >= longest,
      of(
        ...(['/promotion/patienceMinutes', 'trial-patience', patienceMinutes] as const),
        `use at least ${longest}, as long as the longest stage lasts: it could never be known in time`,
      ),
    ],
    [
      batch <= worlds,
      of('/promotion/batch', 'trial-batch', batch, `use at most ${worlds}, the worlds there are (/promotion/worlds)`),
    ],
    [
      days % QUARTER_DAYS === 0,
      of('/promotion/days', 'trial-quarters', days, `use whole quarters, a multiple of ${QUARTER_DAYS} days`),
    ],
  ];
  const few = Object.entries(tenants)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([tenant, { approvers }]) => {
      const may = new Set(approvers.filter(({ mayDecide }) => mayDecide).map(({ id }) => id)).size;
      if (approvers.length === 0 || may >= quorum) return [];
      const remedy = `name at least ${quorum} people who may decide (/promotion/quorum)`;
      return [of(`/tenants/${tenant}/approvers`, 'trial-quorum', may, remedy)];
    });
  return [...rules.flatMap(([holds, violation]) => (holds ? [] : [violation])), ...few];
}

function of(path: string, rule: string, received: unknown, remedy: string): Violation {
  return { path, rule, received: shown(received), remedy };
}
