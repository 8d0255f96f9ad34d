import { z } from 'zod';
import { Digest, PersonId, PortfolioId, RunId, TenantId } from '../../core/model/ids.ts';
import { Promotion } from '../../core/model/promotion.ts';
import { ShardResult, TrialRound } from '../../core/model/promotion-round.ts';
import { digest } from '../../core/trace/digest.ts';
import { smallPortfolio } from '../commands/small-portfolio.ts';
import { call } from './api-call.ts';
import { flags, lambdaContext, type World } from './world.ts';

const Mail = z.object({
  Destination: z.object({ ToAddresses: z.array(z.string()) }),
  Content: z.object({
    Simple: z.object({
      Subject: z.object({ Data: z.string() }),
      Body: z.object({ Text: z.object({ Data: z.string() }) }),
    }),
  }),
});
const Round = z.object({ verdict: z.string(), round: Digest, shards: z.array(z.int()), proposal: Digest.optional() });
const Answer = z.object({ verdict: z.string(), measured: Digest.nullish() });

/** What the people of a promotion do, step by step, as the state machine brings it along; worlds are lived through once. */
export async function promoting(world: World, name = 'acme') {
  const [{ handler: put }, { handler: submit }, { handler: decide }] = await Promise.all([
    import('../../functions/put-portfolio/index.ts'),
    import('../../functions/submit-policy/index.ts'),
    import('../../functions/decide-promotion/index.ts'),
  ]);
  const { handler: open } = await import('../../functions/open-promotion/index.ts');
  const { handler: tryShard } = await import('../../functions/try-shard/index.ts');
  const { handler: judge } = await import('../../functions/judge-round/index.ts');
  const { handler: request } = await import('../../functions/request-promotion/index.ts');
  const { handler: spread } = await import('../../functions/spread-policy/index.ts');
  const { handler: watch } = await import('../../functions/watch-stage/index.ts');
  const { handler: mark } = await import('../../functions/mark-stable/index.ts');
  const { handler: end } = await import('../../functions/end-promotion/index.ts');
  const { runStore } = await import('../../functions/shared/run-store.ts');
  const { evidenceStore } = await import('../../functions/shared/evidence-store.ts');
  const evidence = evidenceStore();
  const tenant = TenantId.parse(name);
  const person = (id: string) => ({ id, email: `${id}@people.example` });
  const policy = {
    ...{ contract: 'policy/1', name, approvers: [person('ann'), person('bob'), person('cyn')] },
    ...{ oversight: [person('olga')], dataQuality: { maxAgeHours: 1_000_000 }, risk: { rounds: 2 } },
    search: { dualIterations: 30, sweeps: 2 },
    watch: { failureShare: { minimum: 1 } },
  };
  const promotion = {
    ...{ worlds: 16, batch: 16, days: 91, worldsPerShard: 1, quorum: 2 },
    minutes: { shadow: 0, canary: 0, all: 0 },
  };
  const set = {
    ...{ contract: 'policy-set/1', default: { contract: 'policy/1' }, tenants: { [name]: policy }, promotion },
    webhooks: { [name]: { url: 'https://crm.example/hook' } },
  };
  await world.aws.appConfig.deploy('flags', flags(), 'at-once');
  await world.aws.appConfig.deploy('policy', set, 'at-once');
  const as = {
    tenant: name,
    subject: 'author',
    scope: 'portfolios:write policies:write policies:read policy-sets:write',
  };
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const invoke = (handler: typeof open, id: RunId, more: object = {}) =>
    handler(
      { tenant, run: id, correlation: 'test', attempt: 0, ...more },
      { ...lambdaContext, getRemainingTimeInMillis: () => 300_000 },
    );

  /** A run that ended well while the candidate is in force: stages are through once it is known that runs do. */
  const ranWell = async (id: RunId) => {
    const at = new Date(Date.now() + 60_000).toISOString();
    const run = RunId.parse(`run-${digest('content/1', { id }).slice(7, 39)}`);
    await runStore().create({
      ...{ contract: 'run/1', id: run, tenant, portfolio: PortfolioId.parse('book') },
      ...{ portfolioDigest: digest('portfolio/1', {}), author: PersonId.parse('crm'), correlation: 'test' },
      ...{ status: 'running', requestedAt: at },
    });
    await runStore().patch(tenant, run, { status: 'done' });
  };

  return {
    as,
    policy,
    set,
    mails: (id: string) =>
      world.aws.mails
        .map((sent) => Mail.parse(sent))
        .filter(({ Destination }) => Destination.ToAddresses.includes(person(id).email))
        .map(({ Content }) => ({ subject: Content.Simple.Subject.Data, text: Content.Simple.Body.Text.Data })),

    putPortfolio: () => call(put, 'PUT /v1/portfolios/{id}', { as, path: { id: 'book' }, body: smallPortfolio() }),

    async submit(body: unknown, key = 'key'): Promise<Promotion> {
      const { json } = await call(submit, 'POST /v1/policies', { as, headers: { 'idempotency-key': key }, body });
      return Promotion.parse(json);
    },

    /** Opened, tried and judged: one world for all of them. */
    async tried(id: RunId) {
      const opened = Round.parse(await invoke(open, id));
      if (opened.verdict !== 'go') return opened;
      const round = await evidence.get(tenant, 'content/1', opened.round, TrialRound);
      const lived = (shard: number) => invoke(tryShard, id, { round: opened.round, shard });
      const results: Digest[] = [];
      let first: Extract<ShardResult, { kind: 'worlds' }> | undefined;
      for (const [shard, order] of round.shards.entries()) {
        if (order.kind === 'worlds' && first !== undefined) {
          const pairs = order.seeds.flatMap((seed) =>
            (first?.pairs ?? []).map(({ candidate, stable }) => ({
              candidate: { ...candidate, seed },
              stable: { ...stable, seed },
            })),
          );
          results.push(await evidence.put(tenant, 'content/1', { ...first, pairs } satisfies ShardResult));
          continue;
        }
        const { digest: stored } = z.object({ digest: Digest }).parse(await lived(shard));
        results.push(stored);
        const result = await evidence.get(tenant, 'content/1', stored, ShardResult);
        if (result.kind === 'worlds') first = result;
      }
      return Round.parse(await invoke(judge, id, { round: opened.round, results }));
    },

    ask: (id: RunId, proposal: Digest) => invoke(request, id, { proposal, token: `token-${id}` }),

    /** The newest link mailed to a person. */
    link(id: string): string {
      const last = this.mails(id).findLast(({ text }) => text.includes('/v1/promotion-decisions/'));
      return /\/v1\/promotion-decisions\/(\S+)/.exec(last?.text ?? '')?.[1] ?? '';
    },
    show: (reference: string, accept = '*/*') =>
      call(decide, 'GET /v1/promotion-decisions/{reference}', { path: { reference }, headers: { accept } }),
    postJson: (reference: string, body: object) =>
      call(decide, 'POST /v1/promotion-decisions/{reference}', { path: { reference }, body }),
    post: (reference: string, fields: Record<string, string>) =>
      call(decide, 'POST /v1/promotion-decisions/{reference}', {
        path: { reference },
        headers: form,
        body: new URLSearchParams(fields).toString(),
      }),

    /** Through its stages, to the baseline and its end. */
    async spread(id: RunId, round: Digest): Promise<string> {
      await ranWell(id);
      let measured: Digest | null = null;
      for (const stage of ['shadow', 'canary', 'all']) {
        for (let tick = 0; ; tick += 1) {
          const { verdict } = Answer.parse(await invoke(spread, id, { stage, tick }));
          if (verdict === 'overtaken') return verdict;
          if (verdict === 'deployed') break;
        }
        for (let tick = 0; ; tick += 1) {
          const seen = Answer.parse(await invoke(watch, id, { stage, tick }));
          measured = seen.measured ?? null;
          if (seen.verdict === 'passed') break;
          if (seen.verdict !== 'wait') return seen.verdict;
        }
      }
      const { verdict } = Answer.parse(await invoke(mark, id, { measured, round }));
      await invoke(end, id, { status: verdict });
      return verdict;
    },
    end: (id: RunId, status: string) => invoke(end, id, { status }),
  };
}
