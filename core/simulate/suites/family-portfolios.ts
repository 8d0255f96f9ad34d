import { FAMILIES, familyBlock } from '../families/families.ts';
import type { RecordedPortfolio } from './integration.ts';

/** Families and seeds small enough to plan in seconds: every rule on, and one difficulty at a time. */
const INSTANCES: readonly (readonly [family: string, seed: number])[] = [
  ['all-100', 1],
  ['all-100', 2],
  ['all-300', 3],
  ['count-100', 4],
];

/** Portfolios nobody had to record: what suite `integration` plans beside the tenant's own. */
export function familyPortfolios(): readonly RecordedPortfolio[] {
  return INSTANCES.map(([name, seed]) => {
    const family = FAMILIES.find((each) => each.name === name);
    if (family === undefined) throw new RangeError(`no family is named ${JSON.stringify(name)}`);
    return { name: `${name} seed ${seed}`, portfolio: familyBlock(family, seed, 0), published: null };
  });
}
