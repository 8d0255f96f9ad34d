import { afterAll, describe, expect, it } from 'vitest';
import { TenantId } from '../../core/model/ids.ts';
import { call } from '../support/api-call.ts';
import { openWorld } from '../support/world.ts';

const world = await openWorld();
const { handler: submit } = await import('../../functions/submit-policy/index.ts');
const { handler: read } = await import('../../functions/read-policies/index.ts');
const { handler: validate } = await import('../../functions/validate-policies/index.ts');
const { promotionStore } = await import('../../functions/shared/promotion-store.ts');
const promotions = promotionStore();
afterAll(() => world.close());

const policy = { contract: 'policy/1', name: 'candidate', approvers: [{ id: 'ann', email: 'ann@example.com' }] };
const ask = (tenant: string, key: string) =>
  call(submit, 'POST /v1/policies', {
    as: { tenant, subject: 'author', scope: 'policies:write' },
    headers: { 'idempotency-key': key },
    body: { policy },
  });

describe('submitting a policy', () => {
  it('killed after any of its writes and asked again is one promotion, started once', async () => {
    world.tables.countWrites();
    await ask('whole', 'key');
    const writes = world.tables.countWrites();
    expect(writes).toBeGreaterThan(1);
    for (let write = 1; write <= writes; write += 1) {
      const tenant = `killed-${write}`;
      world.tables.killAfterWrite(write);
      await ask(tenant, 'key').catch(() => undefined);
      world.tables.heal();
      const { status, json } = await ask(tenant, 'key');
      expect(status).toBe(202);
      const all = await promotions.list(TenantId.parse(tenant), 10);
      expect(all.map(({ id }) => id)).toEqual([json.id]);
      expect([...world.aws.executions.values()].filter((input) => input.includes(`"${tenant}"`))).toHaveLength(1);
    }
  });

  it('while another one is under way is refused', async () => {
    const first = await ask('busy', 'one');
    const second = await ask('busy', 'two');
    expect([second.status, second.json.type]).toEqual([409, 'urn:problem:promotion-under-way']);
    expect(second.json.detail).toContain(first.json.id);
  });

  it('of a set whose candidates would be tried by nothing is refused at once, with path, rule, received value and remedy', async () => {
    const policySet = { contract: 'policy-set/1', default: { contract: 'policy/1' } };
    const put = (promotion: object) =>
      call(submit, 'POST /v1/policies', {
        as: { tenant: 'operator', subject: 'author', scope: 'policies:write policy-sets:write' },
        headers: { 'idempotency-key': 'terms' },
        body: { policySet: { ...policySet, promotion } },
      });
    const untried = await put({ canaryShare: 1 });
    expect([untried.status, untried.json.violations]).toEqual([
      422,
      [
        {
          path: '/policySet/promotion/canaryShare',
          rule: 'trial-canary',
          received: '1',
          remedy: expect.stringContaining('use 0.01 to 0.5'),
        },
      ],
    ]);
    const unasked = await put({ quorum: 0 });
    expect([unasked.status, unasked.json.violations[0].path]).toEqual([422, '/policySet/promotion/quorum']);
    expect(await promotions.list(TenantId.parse('operator'), 10)).toEqual([]);
  });

  it('shows nobody an address, and keeps it where configuration keeps addresses', async () => {
    await ask('private', 'key');
    const as = { tenant: 'private', subject: 'author', scope: 'policies:read' };
    const shown = await call(read, 'GET /v1/policies', { as });
    expect(shown.status).toBe(200);
    expect(shown.json.candidates).toHaveLength(1);
    expect(JSON.stringify(shown.json)).not.toContain('ann@example.com');
  });
});

describe('the validator', () => {
  const askedOf = (content: string) =>
    validate({ content: Buffer.from(content).toString('base64'), configurationVersion: '1' });
  const asked = (content: unknown) => askedOf(JSON.stringify(content));
  const set = (more: object) => ({ contract: 'policy-set/1', default: { contract: 'policy/1', ...more } });

  it('lets a set pass that is as strict as the guardrails', async () => {
    await expect(asked(set({}))).resolves.toBeUndefined();
  });

  it.each([
    ['an invariant', set({ contact: { minimumGapHours: 1 } }), /\/default: contact-minimumGapHours: .* at least 48/],
    [
      'an invariant of the trial',
      { ...set({}), promotion: { requires: [] } },
      /\/promotion\/requires: trial-requires, received \[\]; name at least one/,
    ],
    ['the contract', set({ rep: { loadCeiling: 7 } }), /\/default\/rep\/loadCeiling: number.maximum, received 7/],
  ])('refuses what breaks %s, naming it', async (_, content, message) => {
    await expect(asked(content)).rejects.toThrow(message);
  });

  it('refuses a set that says a name twice, of which AppConfig and a reader might take different ones', async () => {
    const text = JSON.stringify(set({})).replace('"contract"', '"contract":"policy-set/0","contract"');
    await expect(askedOf(text)).rejects.toThrow(/\/contract: key\.repeated/);
  });
});
