import type { Commitment } from '../model/plan.ts';
import type { Policy } from '../model/policy.ts';
import type { Portfolio } from '../model/portfolio.ts';
import type { Block } from './block.ts';
import { buildProblem } from './build-problem.ts';
import type { Problem } from './problem.ts';

interface Kept {
  readonly policy: Policy;
  readonly published: readonly Commitment[];
  readonly problem: Problem;
}

/** Weak: nothing of a portfolio is kept once it is let go. */
const known = new WeakMap<Portfolio, Map<string, Kept>>();

/** The flat problem of a block; the same object for the same portfolio, policy and commitments, since rounds ask again. */
export function problemOf(
  portfolio: Portfolio,
  policy: Policy,
  published: readonly Commitment[],
  block: Block,
): Problem {
  const ofPortfolio = known.get(portfolio) ?? new Map<string, Kept>();
  known.set(portfolio, ofPortfolio);
  const kept = ofPortfolio.get(block.id);
  if (kept !== undefined && kept.policy === policy && kept.published === published) return kept.problem;
  const problem = buildProblem(portfolio, policy, published, block);
  ofPortfolio.set(block.id, { policy, published, problem });
  return problem;
}
