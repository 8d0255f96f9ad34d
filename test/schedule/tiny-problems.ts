import type { Commitment } from '../../core/model/plan.ts';
import { planPortfolio } from '../../core/schedule/plan-portfolio.ts';
import type { Problem } from '../../core/schedule/problem.ts';
import { problemOf } from '../../core/schedule/problem-of.ts';
import { splitBlocks } from '../../core/schedule/split-blocks.ts';
import { digests } from './digests.ts';
import { tinyPortfolio } from './tiny-portfolio.ts';

/** The blocks of a tiny portfolio, its own plan published for every other seed, so that there are places to keep. */
export function tinyProblems(seed: number): readonly Problem[] {
  const { portfolio, policy } = tinyPortfolio(seed);
  const published: readonly Commitment[] =
    seed % 2 === 0
      ? []
      : planPortfolio({ portfolio, policy, digests }).assignments.map(({ engagement, rep, start }) => ({
          engagement,
          rep,
          start,
        }));
  return splitBlocks(portfolio, policy).map((block) => problemOf(portfolio, policy, published, block));
}
