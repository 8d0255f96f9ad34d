import { type Digest, PersonId, PortfolioId, RunId, type TenantId } from '../../core/model/ids.ts';
import type { Run } from '../../core/model/run.ts';
import { reportFixture } from './report-fixture.ts';
import type { World } from './world.ts';

/** How a gate is opened: who is asked, and what may be said otherwise than by default. */
export interface Opened {
  readonly run: Pick<Run, 'id' | 'author'>;
  readonly token: string;
  readonly asked: readonly string[];
  readonly expiresAt: string;
  readonly quorum?: 1 | 2;
  readonly askedBy?: string;
  readonly brief?: Digest;
}

/**
 * What a gate is opened on, a plan in evidence with its brief and runs of `ana` that wait, and what opens it. Call it after
 * `openWorld`.
 */
export async function gateSetup(world: World, tenant: TenantId) {
  const { gateStore } = await import('../../functions/shared/gate-store.ts');
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
  const gates = gateStore();
  let runsMade = 0;
  return {
    evidence,
    runs,
    gates,
    fixture,
    plan,
    brief,
    /** The first gate of a run, with a state of the mission waiting at it. */
    async open({ run, token, asked, expiresAt, quorum = 1, askedBy, brief: shown = brief }: Opened): Promise<void> {
      world.aws.tasks.set(token, { kind: 'waiting', said: '' });
      await gates.open(tenant, run.id, 0, {
        ...{ plan, brief: shown, author: run.author, approvers: asked.map((id) => PersonId.parse(id)) },
        ...(askedBy === undefined ? {} : { askedBy: PersonId.parse(askedBy) }),
        ...{ quorum, expiresAt, token },
      });
    },
    /** Another run, stored, and the token of the state that is to wait for its gate. */
    async waitingRun(): Promise<{ readonly run: Run; readonly token: string }> {
      runsMade += 1;
      const run: Run = {
        contract: 'run/1',
        id: RunId.parse(`run-${String(runsMade).padStart(32, '0')}`),
        tenant,
        portfolio: PortfolioId.parse('P-1'),
        portfolioDigest: portfolio,
        author: PersonId.parse('ana'),
        correlation: 'c',
        status: 'waiting-for-decision',
        requestedAt: '2026-11-22T09:00:00.000Z',
      };
      await runs.create(run);
      return { run, token: `token-${runsMade}` };
    },
  };
}
