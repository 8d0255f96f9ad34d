import type { Candidate } from '../../core/model/learning.ts';
import { refine } from '../../core/risk/refine.ts';
import { configuration } from '../shared/configuration.ts';
import { eachTenant } from '../shared/each-tenant.ts';
import { outcomeLearning } from '../shared/learn-outcomes.ts';
import { learningStore } from '../shared/learning-store.ts';
import { logger } from '../shared/log.ts';
import { learnedPromotion } from './learned-promotion.ts';

const config = configuration();
const learning = learningStore();
const learn = outcomeLearning();
const promote = learnedPromotion(config);

/**
 * Once a day: what outcomes say about forecasts, kept as evidence, and a candidate where they ask for one. A candidate starts its
 * promotion, which decides; nothing changes before. Repeated, it lists nothing twice, and one candidate is one promotion.
 */
export async function handler(): Promise<{ done: number }> {
  return eachTenant(config, 'refinement', async (tenant, { value: policy, digest: basedOn }) => {
    const since = (await learning.watch(tenant))?.since ?? null;
    const report = await learn(tenant, policy, since);
    if (report === null) return;
    const evidence = await learning.setReport(tenant, report);
    const refinement = refine(report, policy.learning.learned, policy.learning.minimumOutcomes);
    logger.info('refined', { tenant, outcome: refinement.outcome, resolved: report.forecasts.resolved });
    if (refinement.outcome === 'hold') return;
    const { learned, changes } = refinement;
    const candidate: Candidate = { contract: 'candidate/1', basedOn, learned, changes: [...changes], evidence };
    await promote(tenant, await learning.propose(tenant, candidate), learned);
  });
}
