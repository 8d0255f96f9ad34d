import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Digest, TenantId } from '../../core/model/ids.ts';
import { Plan } from '../../core/model/plan.ts';
import { Portfolio } from '../../core/model/portfolio.ts';
import { planPortfolio } from '../../core/schedule/plan-portfolio.ts';
import { familyBlock, familyPolicy } from '../../core/simulate/families/families.ts';
import { digest } from '../../core/trace/digest.ts';
import { publishedOf } from '../../functions/commands/plan-documents.ts';
import { replayEvidence } from '../../functions/commands/run-export/replay-evidence.ts';
import { replaySteps } from '../../functions/commands/run-export/replay-steps.ts';
import { familyNamed } from '../bench/family-named.ts';

const Merged = z.object({
  plan: Digest.optional(),
  blocks: Digest.optional(),
  round: Digest.optional(),
  shards: z.array(z.int()).default([]),
});
const Sharded = z.object({ digest: Digest });
const code = digest('code/1', {});
const family = familyNamed('all-100');
const policy = familyPolicy(family);
const portfolio = familyBlock(family, 1, 0);
const digestsOf = (of: Portfolio) => ({
  portfolio: digest('portfolio/1', of),
  policy: digest('policy/1', policy),
  code,
});
const published = publishedOf(planPortfolio({ portfolio, policy, digests: digestsOf(portfolio) }));

/** The steps of a run from its split to its plan, one after the other as the state machine calls them. */
async function planned(of: Portfolio) {
  const evidence = replayEvidence(new Map());
  const tenant = TenantId.parse('acme');
  const input = {
    ...{ tenant, run: `run-${'0'.repeat(32)}`, attempt: 0, flags: code },
    scored: await evidence.put(tenant, 'portfolio/1', of),
    policy: await evidence.put(tenant, 'policy/1', policy),
    published: await evidence.put(tenant, 'plan/1', published.plan),
  };
  const steps = replaySteps(evidence, code);
  const said: string[] = [];
  const step = async (name: string, more: object) => {
    const { answer, reasons = [] } = await steps.get(name)!({ ...input, ...more });
    said.push(...reasons.filter((reason) => /^(from|anew)/.test(reason)));
    return answer;
  };
  let answer: unknown = await step('split-blocks', {});
  for (;;) {
    const { blocks, round, shards, plan } = Merged.parse(answer);
    if (plan !== undefined) return { plan: await evidence.get(tenant, 'plan/1', plan, Plan), said };
    const plans: Digest[] = [];
    for (const shard of shards) plans.push(Sharded.parse(await step('plan-shard', { blocks, round, shard })).digest);
    answer = await step('merge-shards', { blocks, round, plans });
  }
}

const anew = (of: Portfolio) => planPortfolio({ portfolio: of, policy, published, digests: digestsOf(of) });

describe('a run while a plan is in force', () => {
  it('goes on from it where little changed, as planning in one process does, to the byte', async () => {
    const [first, ...others] = portfolio.engagements;
    const changed = Portfolio.parse({
      ...portfolio,
      engagements: others.map((each) => ({ ...each, after: each.after.filter((id) => id !== first?.id) })),
    });
    const { plan, said } = await planned(changed);
    expect(said).toEqual(['from the published plan: little changed']);
    const warm = published.plan;
    expect(plan).toEqual(planPortfolio({ portfolio: changed, policy, published, digests: digestsOf(changed), warm }));
  });

  it('begins anew where values changed too much to go on from it, as if it had never tried', async () => {
    const stakes = portfolio.accounts.map(({ stake }) => stake).sort((x, y) => x - y);
    const byStake = [...portfolio.accounts].sort((x, y) => y.stake - x.stake);
    const accounts = byStake.map((account, i) => ({ ...account, stake: stakes[i] }));
    const changed = Portfolio.parse({ ...portfolio, accounts });
    const { plan, said } = await planned(changed);
    expect(said).toEqual(['from the published plan: little changed', 'anew: too far from the published plan']);
    expect(plan).toEqual(anew(changed));
  });

  it('begins anew where much work came or went', async () => {
    const accounts = portfolio.accounts.slice(9);
    const held = new Set<string>(accounts.map(({ id }) => id));
    const engagements = portfolio.engagements.filter(({ account }) => held.has(account));
    const ledger = portfolio.ledger.filter(({ account }) => held.has(account));
    const changed = Portfolio.parse({ ...portfolio, accounts, engagements, ledger });
    const { plan, said } = await planned(changed);
    expect(said).toEqual([]);
    expect(plan).toEqual(anew(changed));
  });
});
