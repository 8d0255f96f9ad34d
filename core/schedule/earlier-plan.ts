import { z } from 'zod';
import { epochMinutes } from '../calendar/minute.ts';
import { type Commitment, CoverageBonus, type Plan } from '../model/plan.ts';
import type { Policy } from '../model/policy.ts';
import type { Portfolio } from '../model/portfolio.ts';
import type { Block } from './block.ts';
import { carriedBonuses } from './carried-bonuses.ts';
import type { Planned } from './plan-losses.ts';
import { problemOf } from './problem-of.ts';
import type { WarmStart } from './warm-start.ts';

/** What an earlier plan of much the same portfolio was planned at, charges for as many accounts as there are now. */
export const EarlierRound = z.strictObject({
  theta: z.number().min(0),
  bonuses: z.array(CoverageBonus),
  /** What the coverage floor cost it, minor units. */
  floorPrice: z.int().min(0),
});
export type EarlierRound = z.infer<typeof EarlierRound>;

/** What an earlier plan was planned at: where the first round of planning again starts. */
export function earlierRound(
  portfolio: Portfolio,
  policy: Policy,
  commitments: readonly Commitment[],
  { risk, certificate, parityFloor }: Plan,
  blocks: readonly Block[],
): EarlierRound {
  const problems = () => blocks.map((block) => problemOf(portfolio, policy, commitments, block));
  const coverage = certificate.coverage ?? [];
  const bonuses = coverage.length === 0 ? [] : [...carriedBonuses(policy, problems(), coverage)];
  return { theta: risk.theta, bonuses, floorPrice: parityFloor?.price ?? 0 };
}

/** What a block starts from: the meetings of its reps, and the prices. O(meetings) once, then of the block. */
export function warmStarts({ assignments, certificate }: Plan): (block: Block) => WarmStart {
  const byRep = new Map<string, Planned[]>();
  for (const { engagement, rep, start } of assignments) {
    const planned = { engagement, rep, start: epochMinutes(start) };
    const known = byRep.get(rep);
    if (known === undefined) byRep.set(rep, [planned]);
    else known.push(planned);
  }
  return ({ reps }) => ({
    assignments: reps.flatMap((rep) => byRep.get(rep) ?? []),
    multipliers: certificate.multipliers,
  });
}
