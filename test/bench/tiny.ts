import { planPortfolio } from '../../core/schedule/plan-portfolio.ts';
import { naiveOptimum } from '../schedule/naive-optimum.ts';
import { tinyPortfolio } from '../schedule/tiny-portfolio.ts';
import { measured } from './measured.ts';
import { NO_DIGESTS } from './no-digests.ts';
import { planRow } from './plan-instance.ts';
import type { BenchRow } from './row.ts';

/** Portfolios of up to five engagements under every rule, held against every plan there is. */
export const TINY = 'tiny';
const INSTANCES = 100;

export function tinyRows(): readonly BenchRow[] {
  return Array.from({ length: INSTANCES }, (_, seed): BenchRow => {
    const { portfolio, policy } = tinyPortfolio(seed);
    const planned = measured(() => planPortfolio({ portfolio, policy, digests: NO_DIGESTS }));
    const every = measured(() => naiveOptimum(portfolio, policy, planned.result.risk.theta));
    const { objective } = planned.result;
    return {
      ...planRow({ name: TINY, load: 1 }, seed, portfolio, policy, planned),
      optimumProven: true,
      // Where nothing is worth doing there is nothing to have a share of; less than nothing is not all of it.
      optimumShare: every.result > 0 ? objective / every.result : objective === every.result ? 1 : 0,
    };
  });
}
