import { Policy } from '../../model/policy.ts';
import { Portfolio } from '../../model/portfolio.ts';
import { makeAccounts } from './accounts.ts';
import { makeEngagements } from './engagements.ts';
import { ALIKE, DAY_MINUTES, type Family, HORIZON_DAYS, HORIZON_START } from './family.ts';
import { makeReps } from './reps.ts';

const SIZES: readonly (readonly [string, number, number])[] = [
  ['100', 100, 1],
  ['300', 300, 1],
  ['1k', 1_200, 1],
  ['6k', 6_000, 1],
  ['24k', 24_000, 1],
  ['100k', 100_000, 1],
  ['1m', 1_000_000, 834],
];

const BY_SIZE: readonly Family[] = (['time', 'all', 'count', 'minutes', 'mixed'] as const).flatMap((rules) =>
  SIZES.map(([name, engagements, blocks]) => ({
    name: `${rules}-${name}`,
    engagements,
    rules,
    load: 1.3,
    scarce: ALIKE[rules] === undefined ? 0.1 : 0,
    tight: ALIKE[rules] === undefined ? 0.2 : 0,
    several: rules === 'all' ? 0.16 : 0,
    blocks,
  })),
);

/** One thing at a time made hard, beside the hard time rules. */
const HARDER = { name: '', engagements: 1_200, rules: 'time', load: 1.3, blocks: 1 } as const;

export const FAMILIES: readonly Family[] = [
  ...BY_SIZE,
  { ...HARDER, name: 'scarce-1k', scarce: 0.4, tight: 0, several: 0 },
  { ...HARDER, name: 'tight-1k', scarce: 0, tight: 0.8, several: 0 },
  { ...HARDER, name: 'several-1k', scarce: 0, tight: 0, several: 0.6 },
];

/** One block of a family as a portfolio/1 document. Block by block, so a million engagements need the memory of one. */
export function familyBlock(family: Family, seed: number, block: number): Portfolio {
  const size =
    Math.round(((block + 1) * family.engagements) / family.blocks) -
    Math.round((block * family.engagements) / family.blocks);
  const plan = { family, seed, block, size, repMinutes: family.rules === 'time' ? DAY_MINUTES : 330 };
  const reps = makeReps(plan);
  const accounts = makeAccounts(plan, reps);
  const { engagements, ledger } = makeEngagements(plan, accounts, reps);
  return Portfolio.parse({
    contract: 'portfolio/1',
    asOf: `${HORIZON_START}T00:00:00Z`,
    currency: 'USD',
    horizon: { start: HORIZON_START, days: HORIZON_DAYS, slotMinutes: 15 },
    equityGroups: family.rules === 'all' ? ['tier'] : [],
    accounts: accounts.map(({ home: _home, wanted: _wanted, ...account }) => account),
    engagements,
    reps,
    ledger,
  });
}

/** The policy a family is planned with. `time` switches off what is not a time rule, so that the figures say one thing. */
export function familyPolicy(family: Family): Policy {
  const contacts = { soft: 2_000_000, hard: 2_000_000 };
  const search = family.engagements / family.blocks < LARGE ? {} : { dualIterations: 100, sweeps: 8, beamWidth: 8 };
  if (family.rules !== 'time')
    return Policy.parse({ contract: 'policy/1', name: `family ${family.rules}`, search, budget: { contacts } });
  return Policy.parse({
    contract: 'policy/1',
    name: 'family time',
    risk: { measure: 'neutral' },
    search,
    rep: { bufferMinutes: 0, breakAfter: 50, breakMinutes: 0, loadCeiling: 1 },
    contact: { caps: [], minimumGapHours: 0, noticeBusinessHours: 0 },
    budget: { contacts },
  });
}

/** From this size on a block gets two thirds of the default search: a quarter of a per cent is enough, minutes are not. */
const LARGE = 20_000;
