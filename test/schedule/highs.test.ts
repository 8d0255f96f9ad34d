import { describe, expect, it } from 'vitest';
import { accountValues } from '../../core/schedule/account-values.ts';
import { NO_COMMITMENTS } from '../../core/schedule/plan-block.ts';
import { planPortfolio } from '../../core/schedule/plan-portfolio.ts';
import { problemOf } from '../../core/schedule/problem-of.ts';
import { splitBlocks } from '../../core/schedule/split-blocks.ts';
import { familyBlock, familyPolicy } from '../../core/simulate/families/families.ts';
import { familyNamed } from '../bench/family-named.ts';
import { highsModel } from '../bench/highs-model.ts';
import { solveByHighs } from '../bench/solve-by-highs.ts';
import { digests } from './digests.ts';

/** Ten times what it takes: a limit that is reached fails the test. */
const SECONDS = 30;

/** Too large to try every plan, small enough for HiGHS to prove the optimum. It knows no parity, so none is asked for. */
const CASES = [
  { family: 'time-100', seed: 3, several: 0, share: 0.997 },
  { family: 'all-100', seed: 1, several: 0.9, share: 0.99 },
  { family: 'all-100', seed: 2, several: 0.16, share: 0.99 },
];

describe.each(CASES)(
  '30 engagements like $family, seed $seed, $several with several',
  ({ family, seed, several, share }) => {
    const chosen = { ...familyNamed(family), engagements: 30, several };
    const policy = familyPolicy(chosen);
    const portfolio = { ...familyBlock(chosen, seed, 0), equityGroups: [] };
    const plan = planPortfolio({ portfolio, policy, digests });

    it('the optimum that HiGHS proves lies between the plan and its bound', async () => {
      let optimum = 0;
      for (const block of splitBlocks(portfolio, policy)) {
        const problem = problemOf(portfolio, policy, NO_COMMITMENTS, block);
        const answer = await solveByHighs(highsModel(problem, accountValues(problem, plan.risk.theta)), SECONDS);
        expect(answer.proven, 'HiGHS was not done in time').toBe(true);
        optimum += answer.objective ?? 0;
      }
      expect(plan.objective).toBeLessThanOrEqual(optimum);
      expect(plan.bound).toBeGreaterThanOrEqual(optimum);
      expect(plan.objective / optimum).toBeGreaterThan(share);
    }, 120_000);
  },
);
