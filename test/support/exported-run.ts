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

/**
 * A run of tenant acme from its portfolio to its end, decided by two: dana approves and says why; eli hands over to fay, who
 * came into the policy after the run had begun, and fay approves.
 */
export async function decidedRun(world: World): Promise<Run> {
  const [{ handler: put }, { handler: start }, { handler: decide }] = await Promise.all([
    import('../../functions/put-portfolio/index.ts'),
    import('../../functions/start-run/index.ts'),
    import('../../functions/decide/index.ts'),
  ]);
  configure(world, ['dana', 'eli']);
  const as = { tenant: 'acme' };
  await call(put, 'PUT /v1/portfolios/{id}', { as, path: { id: 'book' }, body: smallPortfolio() });
  const headers = { 'idempotency-key': 'key-1' };
  const asked = await call(start, 'POST /v1/runs', { as, headers, body: { portfolio: 'book' } });
  const run = Run.parse(asked.json);
  const post = async (id: string, fields: object) => {
    const { runStore } = await import('../../functions/shared/run-store.ts');
    const plan = (await runStore().get(run.tenant, run.id))?.planDigest;
    const path = { reference: lastLink(world, id) };
    const answer = await call(decide, 'POST /v1/decisions/{reference}', { path, body: { plan, ...fields } });
    if (answer.status !== 200) throw new Error(`${id} was not heard: ${answer.status} ${answer.text}`);
  };
  await runMission(world, run, async () => {
    await post('dana', { verdict: 'approve', confirmed: true, reason: REASON });
    configure(world, ['dana', 'eli', 'fay']);
    await post('eli', { delegate: 'fay', reason: REASON });
    await post('fay', { verdict: 'approve', confirmed: true, reason: '' });
  });
  return run;
}

function configure(world: World, approvers: readonly string[]): void {
  const person = (id: string) => ({ id, email: address(id) });
  const policy = {
    contract: 'policy/1',
    approvers: approvers.map(person),
    oversight: [person('olga')],
    dataQuality: { maxAgeHours: 1_000_000 },
    risk: { rounds: 2 },
    search: { dualIterations: 30, sweeps: 2 },
    routing: [{ autonomy: 'two-approvers' }],
  };
  const set = { contract: 'policy-set/1', default: { contract: 'policy/1' }, tenants: { acme: policy } };
  world.aws.configuration.set('policy', set);
}

function address(id: string): string {
  return `${id}@people.example`;
}

function lastLink(world: World, id: string): string {
  const mails = world.aws.mails.map((sent) => Mail.parse(sent));
  const last = mails.findLast(({ Destination }) => Destination.ToAddresses.includes(address(id)));
  return /\/v1\/decisions\/(\S+)/.exec(last?.Content.Simple.Body.Text.Data ?? '')?.[1] ?? '';
}
