import { Policy } from '../../model/policy.ts';
import { Portfolio } from '../../model/portfolio.ts';
import { makeAccounts } from './accounts.ts';
import { makeEngagements } from './engagements.ts';
import { makeReps } from './reps.ts';

/** `time`: hours, windows, skills and nothing else; `all`: every rule of the default policy, several engagements per account. */
export type Rules = 'time' | 'all';

/** What an instance is like. Equal families and seeds give equal portfolios on every machine. */
export interface Family {
  readonly name: string;
  readonly engagements: number;
  readonly rules: Rules;
  /** Minutes asked for over minutes there are. */
  readonly load: number;
  /** Shares of engagements that need a skill few have, and whose window is one or two days. */
  readonly scarce: number;
  readonly tight: number;
  /** Blocks that share nobody; engagements are split among them. */
  readonly blocks: number;
}

const SIZES: readonly (readonly [string, number, number])[] = [
  ['100', 100, 1],
  ['300', 300, 1],
  ['1k', 1_200, 1],
  ['6k', 6_000, 1],
  ['24k', 24_000, 1],
  ['100k', 100_000, 1],
  ['1m', 1_000_000, 834],
];

export const FAMILIES: readonly Family[] = (['time', 'all'] as const).flatMap((rules) =>
  SIZES.map(([name, engagements, blocks]) => ({
    name: `${rules}-${name}`,
    engagements,
    rules,
    load: 1.3,
    scarce: 0.1,
    tight: 0.2,
    blocks,
  })),
);

export const HORIZON_START = '2026-11-23';
export const HORIZON_DAYS = 5;
/** Mean length of an engagement and of a rep's working day, minutes; they turn a load into a number of reps. */
export const MEAN_MINUTES = 52;
export const DAY_MINUTES = 480;

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
  if (family.rules === 'all')
    return Policy.parse({ contract: 'policy/1', name: 'family all', search, budget: { contacts } });
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

/** What the parts of one block are made from. */
export interface BlockPlan {
  readonly family: Family;
  readonly seed: number;
  readonly block: number;
  readonly size: number;
  /** Minutes of meetings a rep can hold a day, to size the team. */
  readonly repMinutes: number;
}
