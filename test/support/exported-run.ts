import { z } from 'zod';
import { Run } from '../../core/model/run.ts';
import { smallPortfolio } from '../commands/small-portfolio.ts';
import { call } from './api-call.ts';
import { runMission } from './mission.ts';
import type { World } from './world.ts';

const Mail = z.object({
  Destination: z.object({ ToAddresses: z.array(z.string()) }),
  Content: z.object({ Simple: z.object({ Body: z.object({ Text: z.object({ Data: z.string() }) }) }) }),
});

export const REASON = 'Only as a trial, says Ines Example';

/** A run of tenant acme that two people approved, one of them with a reason, from its portfolio to its end. */
export async function decidedRun(world: World, key = 'key-1'): Promise<Run> {
  const person = (id: string) => ({ id, email: `${id}@people.example` });
  const policy = {
    contract: 'policy/1',
    approvers: [person('dana'), person('eli')],
    oversight: [person('olga')],
    dataQuality: { maxAgeHours: 1_000_000 },
    risk: { rounds: 2 },
    search: { dualIterations: 30, sweeps: 2 },
    routing: [{ autonomy: 'two-approvers' }],
  };
  world.aws.configuration.set('policy', {
    contract: 'policy-set/1',
    default: { contract: 'policy/1' },
    tenants: { acme: policy },
  });
  const [{ handler: put }, { handler: start }, { handler: decide }] = await Promise.all([
    import('../../functions/put-portfolio/index.ts'),
    import('../../functions/start-run/index.ts'),
    import('../../functions/decide/index.ts'),
  ]);
  const as = { tenant: 'acme' };
  await call(put, 'PUT /v1/portfolios/{id}', { as, path: { id: 'book' }, body: smallPortfolio() });
  const headers = { 'idempotency-key': key };
  const asked = await call(start, 'POST /v1/runs', { as, headers, body: { portfolio: 'book' } });
  const run = Run.parse(asked.json);
  await runMission(world, run, async (mails) => {
    for (const [index, mail] of mails.map((sent) => Mail.parse(sent)).entries()) {
      const reference = /\/v1\/decisions\/(\S+)/.exec(mail.Content.Simple.Body.Text.Data)?.[1] ?? '';
      const { runStore } = await import('../../functions/shared/run-store.ts');
      const plan = (await runStore().get(run.tenant, run.id))?.planDigest;
      const body = { verdict: 'approve', plan, confirmed: true, reason: index === 0 ? REASON : '' };
      const answer = await call(decide, 'POST /v1/decisions/{reference}', { path: { reference }, body });
      if (answer.status !== 200) throw new Error(`the decision was not taken: ${answer.status} ${answer.text}`);
    }
  });
  return run;
}
