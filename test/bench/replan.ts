import type { Commitment, Plan } from '../../core/model/plan.ts';
import { Portfolio } from '../../core/model/portfolio.ts';
import { type PlanInput, planPortfolio } from '../../core/schedule/plan-portfolio.ts';
import { familyBlock, familyPolicy } from '../../core/simulate/families/families.ts';
import type { Family } from '../../core/simulate/families/family.ts';
import { familyNamed } from './family-named.ts';
import { type Measured, measured } from './measured.ts';
import { NO_DIGESTS } from './no-digests.ts';
import { planRow } from './plan-instance.ts';
import type { BenchRow } from './row.ts';

const PREFIX = 'replan-';
/** Seeds of the portfolios that new work is taken from. */
const OTHER_SEED = 1_000;
const NEW_ENGAGEMENTS = 10;
/** Plans made before any is counted, and plans counted. */
interface Times {
  readonly compiling: number;
  readonly counted: number;
}
const FROM_NOTHING: Times = { compiling: 1, counted: 3 };
const AGAIN: Times = { compiling: 14, counted: 9 };
const SICK_DAYS = { from: '2026-11-23', to: '2026-11-24' };

export const REPLANS = ['time-1k', 'time-6k', 'all-300', 'all-1k', 'all-6k'].map((name) => `${PREFIX}${name}`);

export function isReplan(name: string): boolean {
  return name.startsWith(PREFIX);
}

/**
 * A published plan, then one rep is sick for two days and ten engagements of new accounts come in: planned again from
 * nothing and from the earlier plan, both against the published one.
 */
export function replan(name: string, load: number, seed: number): BenchRow {
  const family = { ...familyNamed(name.slice(PREFIX.length)), load };
  const policy = familyPolicy(family);
  const portfolio = familyBlock(family, seed, 0);
  const earlier = planPortfolio({ portfolio, policy, digests: NO_DIGESTS });
  const commitments = earlier.assignments.map(({ engagement, rep, start }): Commitment => ({ engagement, rep, start }));
  const published = { digest: NO_DIGESTS.code, commitments };
  const sick = portfolio.reps[seed % portfolio.reps.length]?.id ?? '';
  const changed = withChanges(family, seed, portfolio, sick);
  // A portfolio of its own for each: what the first plan worked out about it must not help the second.
  const input = () => ({ portfolio: structuredClone(changed), policy, published, digests: NO_DIGESTS });
  const fromNothing = onceCompiled(input, FROM_NOTHING);
  const warm = onceCompiled(() => ({ ...input(), warm: earlier }), AGAIN);
  return {
    ...planRow({ name, load }, seed, changed, policy, warm, published),
    fromNothingRatio: fromNothing.seconds / warm.seconds,
    fromNothingObjective: fromNothing.result.objective,
    commitments: commitments.length,
    movedByNeed: commitments.filter(({ rep, start }) => rep === sick && onSickDay(start)).length,
    moved: moved(commitments, warm.result.assignments),
    movedFromNothing: moved(commitments, fromNothing.result.assignments),
  };
}

/** Both ways once they are compiled: planning again takes some hundredths of a second, so that takes many. The median of the last. */
function onceCompiled(input: () => PlanInput, { compiling, counted }: Times): Measured<Plan> {
  for (let i = 0; i < compiling; i++) planPortfolio(input());
  const rows: Measured<Plan>[] = [];
  for (let i = 0; i < counted; i++) {
    const asked = input();
    rows.push(measured(() => planPortfolio(asked)));
  }
  const median = rows.sort((x, y) => x.seconds - y.seconds)[Math.floor(counted / 2)];
  if (median === undefined) throw new Error('nothing was measured');
  return median;
}

function withChanges(family: Family, seed: number, portfolio: Portfolio, sick: string): Portfolio {
  const other = familyBlock(family, seed + OTHER_SEED, 0);
  const added = other.accounts.slice(0, NEW_ENGAGEMENTS);
  const work = added.flatMap(({ id }) => other.engagements.filter(({ account }) => account === id).slice(0, 1));
  return Portfolio.parse({
    ...portfolio,
    reps: portfolio.reps.map((rep) => (rep.id === sick ? { ...rep, leave: [...rep.leave, SICK_DAYS] } : rep)),
    accounts: [...portfolio.accounts, ...added.map((account) => ({ ...account, id: `new-${account.id}` }))],
    engagements: [
      ...portfolio.engagements,
      ...work.map((each) => ({ ...each, id: `new-${each.id}`, account: `new-${each.account}` })),
    ],
  });
}

function onSickDay(start: string): boolean {
  const date = start.slice(0, 10);
  return SICK_DAYS.from <= date && date <= SICK_DAYS.to;
}

function moved(before: readonly Commitment[], after: readonly Commitment[]): number {
  const key = ({ engagement, rep, start }: Commitment) => `${engagement} ${rep} ${start}`;
  const kept = new Set(after.map(key));
  return before.filter((each) => !kept.has(key(each))).length;
}
