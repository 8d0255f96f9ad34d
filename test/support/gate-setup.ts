import { PersonId, PortfolioId, RunId, type TenantId } from '../../core/model/ids.ts';
import type { Run } from '../../core/model/run.ts';
import { reportFixture } from './report-fixture.ts';

/** What a gate is opened on: a plan in evidence with its brief, and runs of `ana` that wait. Call it after `openWorld`. */
export async function gateSetup(tenant: TenantId) {
  const { evidenceStore } = await import('../../functions/shared/evidence-store.ts');
  const { putBrief } = await import('../../functions/shared/gate-brief.ts');
  const { runStore } = await import('../../functions/shared/run-store.ts');
  const evidence = evidenceStore();
  const runs = runStore();
  const fixture = reportFixture({ accounts: 12, reps: 3, days: 5 });
  const [portfolio, policy, plan] = await Promise.all([
    evidence.put(tenant, 'portfolio/1', fixture.portfolio),
    evidence.put(tenant, 'policy/1', fixture.policy),
    evidence.put(tenant, 'plan/1', fixture.plan),
  ]);
  const brief = await putBrief(evidence, tenant, {
    portfolio,
    policy,
    plan,
    published: null,
    posture: { posture: 'high', previous: 'steady', causes: [] },
    impact: { impact: 'medium', disturbedShare: 0, contactedShare: 0.4 },
    adverse: [],
  });
  return {
    evidence,
    runs,
    fixture,
    plan,
    brief,
    /** Stored; `number` tells the runs of one tenant apart. */
    async waitingRun(number: number): Promise<Run> {
      const run: Run = {
        contract: 'run/1',
        id: RunId.parse(`run-${String(number).padStart(32, '0')}`),
        tenant,
        portfolio: PortfolioId.parse('P-1'),
        portfolioDigest: portfolio,
        author: PersonId.parse('ana'),
        correlation: 'c',
        status: 'waiting-for-decision',
        requestedAt: '2026-11-22T09:00:00.000Z',
      };
      await runs.create(run);
      return run;
    },
  };
}
