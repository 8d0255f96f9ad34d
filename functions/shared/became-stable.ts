import type { Promotion } from '../../core/model/promotion.ts';
import type { HeadStore } from './head-store.ts';

/**
 * The version of the baseline that a promotion became, though no step of it may have lived to say so: by its evidence, which is
 * in its record before the pointer moves. Undefined: it never was one.
 */
export async function becameStable(
  heads: Pick<HeadStore, 'baselines'>,
  { stable, evidence }: Pick<Promotion, 'stable' | 'evidence'>,
): Promise<number | undefined> {
  if (stable !== undefined || evidence === undefined) return stable;
  return (await heads.baselines()).find((baseline) => baseline.evidence === evidence)?.version;
}
