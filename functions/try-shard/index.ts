import { z } from 'zod';
import { Digest } from '../../core/model/ids.ts';
import { Policy } from '../../core/model/policy.ts';
import { type ShardResult, TrialRound } from '../../core/model/promotion-round.ts';
import { evidenceStore } from '../shared/evidence-store.ts';
import { headStore } from '../shared/head-store.ts';
import { portfolioStore } from '../shared/portfolio-store.ts';
import { keepHead, promotionStore } from '../shared/promotion-store.ts';
import { StepInput, step } from '../shared/step.ts';
import { dryRuns } from './dry-run.ts';
import { pairedRuns, recordedRuns } from './worlds.ts';

const evidence = evidenceStore();
const dryRun = dryRuns({ evidence, portfolios: portfolioStore(), heads: headStore() });

/** One piece of a trial: planned and audited, or lived through; what came of it is evidence. */
export const handler = step({
  name: 'try-shard',
  input: StepInput.extend({ round: Digest, shard: z.int().min(0) }),
  part: ({ round, shard }) => `${round}/${shard}`,
  traces: false,
  obeysBudget: false,
  keep: keepHead(promotionStore()),
  async run({ input: { tenant, round: digest, shard } }) {
    const round = await evidence.get(tenant, 'content/1', digest, TrialRound);
    const order = round.shards[shard];
    const part = round.parts.find(({ part: name }) => name === order?.part);
    if (order === undefined || part === undefined) throw new Error(`round ${digest} has no shard ${shard}`);
    const [candidate, stable] = await Promise.all([
      evidence.get(tenant, 'policy/1', part.candidate, Policy),
      evidence.get(tenant, 'policy/1', part.stable, Policy),
    ]);
    const result: ShardResult =
      order.kind === 'dry-run'
        ? { kind: order.kind, part: order.part, checks: await dryRun(part.tenant, candidate) }
        : order.kind === 'recorded'
          ? { kind: order.kind, part: order.part, runs: recordedRuns(order, candidate) }
          : { kind: order.kind, part: order.part, pairs: pairedRuns(order, candidate, stable) };
    const stored = await evidence.put(tenant, 'content/1', result);
    return { answer: { shard, digest: stored }, decision: 'tried' };
  },
});
