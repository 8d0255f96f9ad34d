import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Digest, RunId, TenantId } from '../../core/model/ids.ts';
import { call } from '../support/api-call.ts';
import { lambdaContext, openWorld } from '../support/world.ts';

const world = await openWorld();
const { handler: submit } = await import('../../functions/submit-policy/index.ts');
const { handler: open } = await import('../../functions/open-promotion/index.ts');
const { handler: tryShard } = await import('../../functions/try-shard/index.ts');
const { handler: judge } = await import('../../functions/judge-round/index.ts');
const { handler: end } = await import('../../functions/end-promotion/index.ts');
const { handler: read } = await import('../../functions/read-policies/index.ts');
afterAll(() => world.close());

const ann = { id: 'ann', email: 'ann@example.com' };
/** Half an hour between two meetings of a rep: more than the guardrails ask for, and it costs meetings. */
const KIND = { contract: 'policy/1', name: 'kind', approvers: [ann], rep: { bufferMinutes: 30 } };
/** Gains what those meetings are worth by letting reps run from one into the next. No invariant of its values says so. */
const HURRIED = { ...KIND, name: 'hurried', rep: { bufferMinutes: 0 } };
/** A world at a time: one breach decides. */
const TERMS = { batch: 1, days: 91 };

const tenant = TenantId.parse('acme');
const Round = z.object({ verdict: z.string(), round: Digest, shards: z.array(z.int()) });
const Tried = z.object({ digest: Digest });
const Shown = z.object({
  promotion: z.object({ status: z.string(), reason: z.string(), stages: z.array(z.unknown()) }),
  suites: z.array(
    z.object({
      result: z.object({
        suite: z.string(),
        verdict: z.string(),
        checks: z.array(z.object({ name: z.string(), verdict: z.string(), numbers: z.record(z.string(), z.number()) })),
      }),
    }),
  ),
});

describe('a candidate that gains value by breaking a condition in the worlds', { timeout: 60_000 }, () => {
  it('passes the unit suite and is stopped by the worlds: verdict, record and page name the condition', async () => {
    const set = {
      contract: 'policy-set/1',
      default: { contract: 'policy/1' },
      tenants: { acme: KIND },
      promotion: TERMS,
    };
    await world.aws.appConfig.deploy('policy', set, 'at-once');
    const as = { tenant, subject: 'author', scope: 'policies:write policies:read' };
    const headers = { 'idempotency-key': 'hurried' };
    const { status, json } = await call(submit, 'POST /v1/policies', { as, headers, body: { policy: HURRIED } });
    expect(status).toBe(202);
    const run = RunId.parse(json.id);
    const input = { tenant, run, correlation: 'test', attempt: 0 };

    const opened = Round.parse(await open(input, lambdaContext));
    expect(opened.verdict).toBe('go');
    const results: Digest[] = [];
    for (const shard of opened.shards)
      results.push(Tried.parse(await tryShard({ ...input, round: opened.round, shard }, lambdaContext)).digest);
    const judged = await judge({ ...input, round: opened.round, results }, lambdaContext);
    expect(judged).toMatchObject({ verdict: 'failed' });
    await end({ ...input, status: 'failed' }, lambdaContext);

    const { promotion, suites } = Shown.parse(
      (await call(read, 'GET /v1/promotions/{id}', { as, path: { id: run } })).json,
    );
    expect(promotion).toMatchObject({ status: 'failed', stages: [] });
    expect(promotion.reason).toMatch(/simulation of acme: rep-ceiling: broken \d+ times; world 1, day \d+/);
    const verdicts = suites.map(({ result }) => [result.suite, result.verdict]);
    expect(verdicts).toContainEqual(['unit', 'pass']);
    expect(verdicts).toContainEqual(['simulation', 'fail']);
    const checks = suites.flatMap(({ result }) => (result.suite === 'simulation' ? result.checks : []));
    // It does gain: what is lost is less than under the stable policy.
    expect(checks.find(({ name }) => name === 'expected-loss')?.numbers['mean']).toBeLessThan(0);
    expect(checks.filter(({ verdict }) => verdict === 'fail').map(({ name }) => name)).toContain('rep-ceiling');
    const page = await call(read, 'GET /v1/promotions/{id}', {
      as,
      path: { id: run },
      headers: { accept: 'text/html' },
    });
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('rep-ceiling')]);
  });
});
