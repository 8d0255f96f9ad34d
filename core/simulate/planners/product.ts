import { instantOf } from '../../calendar/minute.ts';
import type { Policy } from '../../model/policy.ts';
import { nextRound } from '../../schedule/next-round.ts';
import type { PlannedRound } from '../../schedule/next-theta.ts';
import { planBlock } from '../../schedule/plan-block.ts';
import { splitBlocks } from '../../schedule/split-blocks.ts';
import { adverse } from './adverse.ts';
import type { Placement, Planner, PlannerView } from './planner.ts';

/** Search work of a simulated morning: a quarter must take seconds. A policy that asks for less keeps what it asks for. */
const SEARCH = { dualIterations: 24, sweeps: 4, beamWidth: 4 } as const;

/**
 * The product's planner as a mission runs it, with the search cut to {@link SEARCH} and without the explanations, which
 * nobody reads here. Its gate is the mission's: about a vulnerable account passed over, or anybody passed over more than
 * `starvationRuns` times in a row, a person is asked.
 */
export function productPlanner(name: string, policy: Policy, title = 'This product'): Planner {
  const { search } = policy;
  const cut: Policy = {
    ...policy,
    risk: { ...policy.risk, rounds: 1 },
    search: {
      dualIterations: Math.min(search.dualIterations, SEARCH.dualIterations),
      sweeps: Math.min(search.sweeps, SEARCH.sweeps),
      beamWidth: Math.min(search.beamWidth, SEARCH.beamWidth),
    },
  };
  return {
    name,
    title,
    plan: (view) => {
      const placements = placed(view, cut);
      return { placements, gated: adverse(view, policy, placements) };
    },
  };
}

function placed({ portfolio, published }: PlannerView, policy: Policy): readonly Placement[] {
  const blocks = splitBlocks(portfolio, policy);
  const rounds: PlannedRound[] = [];
  for (;;) {
    const next = nextRound({ portfolio, policy, rounds });
    if (next.done) {
      const pinned = new Map(portfolio.engagements.map((each) => [String(each.id), each.pinned]));
      return (rounds[next.best]?.blockPlans ?? []).flatMap(({ assignments }) =>
        assignments.map(({ engagement, rep, start }) => ({
          engagement,
          rep,
          start: pinned.get(engagement)?.start ?? instantOf(start),
        })),
      );
    }
    const { theta, bonuses } = next;
    const blockPlans = blocks.map((block) =>
      planBlock({ portfolio, policy, published: { commitments: published }, block, theta, bonuses }),
    );
    rounds.push({ theta, blockPlans });
  }
}
