import { describe, expect, it } from 'vitest';
import { Policy } from '../../core/model/policy.ts';
import { Portfolio } from '../../core/model/portfolio.ts';
import { randomStream } from '../../core/numeric/random-stream.ts';
import { assemblePlan } from '../../core/schedule/assemble-plan.ts';
import { BlockPlan } from '../../core/schedule/block-plan.ts';
import { nextRound } from '../../core/schedule/next-round.ts';
import type { PlannedRound } from '../../core/schedule/next-theta.ts';
import { planBlock } from '../../core/schedule/plan-block.ts';
import { planPortfolio } from '../../core/schedule/plan-portfolio.ts';
import { splitBlocks } from '../../core/schedule/split-blocks.ts';
import { FAMILIES, familyBlock, familyPolicy } from '../../core/simulate/families/families.ts';
import { canonicalText } from '../../core/trace/canonical.ts';
import { digests } from './digests.ts';

const family = FAMILIES.find(({ name }) => name === 'all-100')!;
const portfolio = familyBlock(family, 4, 0);
const policy = familyPolicy(family);
const text = canonicalText(planPortfolio({ portfolio, policy, digests }));

/** The same JSON value with arrays of records and object keys in another order. */
function shuffled(value: unknown, seed: number): unknown {
  const random = randomStream(seed, 'shuffle');
  const mix = <T>(list: T[]): T[] => {
    for (let i = list.length - 1; i > 0; i--) {
      const j = random.integer(0, i);
      [list[i], list[j]] = [list[j]!, list[i]!];
    }
    return list;
  };
  const visit = (each: unknown): unknown => {
    if (Array.isArray(each)) {
      const visited = each.map(visit);
      return typeof visited[0] === 'object' ? mix(visited) : visited;
    }
    if (typeof each !== 'object' || each === null) return each;
    return Object.fromEntries(mix(Object.entries(each)).map(([key, child]) => [key, visit(child)]));
  };
  return visit(value);
}

describe('a plan', () => {
  it('has the same bytes for shuffled records and shuffled keys', () => {
    for (const seed of [1, 2, 3]) {
      const other = planPortfolio({
        portfolio: Portfolio.parse(shuffled(portfolio, seed)),
        policy: Policy.parse(JSON.parse(JSON.stringify(policy))),
        digests,
      });
      expect(canonicalText(other)).toBe(text);
    }
  });

  it('has the same bytes when its blocks are planned apart and pass through JSON, as the state machine does it', () => {
    const rounds: PlannedRound[] = [];
    for (;;) {
      const next = nextRound({ portfolio, policy, rounds });
      if (next.done) {
        const { theta, blockPlans } = rounds[next.best]!;
        const plan = assemblePlan({
          portfolio,
          policy,
          published: null,
          digests,
          theta,
          blockPlans,
          unfloored: next.unfloored,
        });
        expect(canonicalText(plan)).toBe(text);
        return;
      }
      const { theta, bonuses } = next;
      const blockPlans = [...splitBlocks(portfolio, policy)]
        .reverse()
        .map((block) => {
          const last = rounds.at(-1)?.blockPlans.find((plan) => plan.block.id === block.id) ?? null;
          return planBlock({
            portfolio: structuredClone(portfolio),
            policy,
            published: null,
            block,
            theta,
            bonuses,
            last,
          });
        })
        .map((plan) => BlockPlan.parse(JSON.parse(JSON.stringify(plan))));
      rounds.push({ theta: next.theta, blockPlans });
    }
  });
});
