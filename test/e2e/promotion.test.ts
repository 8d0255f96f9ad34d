import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyChain } from '../../core/trace/verify.ts';
import { type Application, openApplication } from './application.ts';
import { AUTONOMOUS, mailOf, policiesOf, policyOf } from './policies.ts';
import { promotions, SMALL_TERMS } from './promotions.ts';

const tenants = { acme: AUTONOMOUS, other: AUTONOMOUS, lonely: { ...AUTONOMOUS, approvers: [] } };
/** Gains meetings by calling people more often than the guardrails let anybody. */
const PUSHY = { ...AUTONOMOUS, contact: { caps: [{ touches: 9, days: 7 }], minimumGapHours: 48 } };

let app: Application;
beforeAll(async () => {
  app = await openApplication({ tenants: policiesOf(tenants), promotion: SMALL_TERMS });
});
afterAll(() => app?.close());

const author = async (tenant = 'acme', subject = 'author', scope?: string) =>
  promotions(await app.as(tenant, subject, scope));

describe('a candidate that breaks a guardrail', () => {
  it('fails before anybody is asked, with the condition named, on its page too', async () => {
    const of = await author();
    const { id } = await of.start(policyOf('acme', PUSHY), 'pushy');
    const { promotion, suites, trace } = await of.follow(id, 'failed');
    expect(promotion.reason).toContain('unit of acme: contact-cap-7: /contact/caps: at most 2 contacts in 7 days');
    expect(suites.map(({ result }) => [result.suite, result.verdict])).toEqual([['unit', 'fail']]);
    expect(trace.map(({ step, decision }) => [step, decision])).toEqual([
      ['0/open-promotion', 'failed'],
      ['0/end-promotion', 'failed'],
    ]);
    expect(verifyChain(trace, promotion.traceHead)).toMatchObject({ ok: true });
    const crm = await app.as('acme');
    const page = await crm.call('GET', `/v1/promotions/${id}`, { headers: { accept: 'text/html' } });
    expect([page.status, page.header('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.text).toContain('contact-cap-7');
  });

  it('cannot be deployed round the promotion: AppConfig is told every rule it breaks', async () => {
    const documents = { tenants: { ...policiesOf(tenants), acme: policyOf('acme', PUSHY) }, promotion: SMALL_TERMS };
    await expect(app.configuration.deploy(documents)).rejects.toThrow(
      /\/tenants\/acme: contact-cap-7: \/contact\/caps: at most 2 contacts in 7 days/,
    );
  });
});

describe('submitting', () => {
  it('twice under one key is one promotion; under the same key with another candidate it is refused', async () => {
    const of = await author();
    const [first, second] = await Promise.all([
      of.submit({ policy: policyOf('acme', PUSHY) }, 'twice'),
      of.submit({ policy: policyOf('acme', PUSHY) }, 'twice'),
    ]);
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(first.json.id).toBe(second.json.id);
    await of.follow(first.json.id, 'failed');
    const crm = await app.as('acme');
    const { candidates } = await crm.json('/v1/policies').then((body) => JSON.parse(JSON.stringify(body)));
    expect(candidates.filter(({ id }: { readonly id: string }) => id === first.json.id)).toHaveLength(1);
    const third = await of.submit({ policy: policyOf('acme', AUTONOMOUS) }, 'twice');
    expect([third.status, third.json.type]).toEqual([409, 'urn:problem:idempotency-key-reused']);
  });

  it('names path, rule, received value and remedy of everything that breaks the contract', async () => {
    const policy = policyOf('acme', { rep: { loadCeiling: 1.5 }, approvers: [{ id: 'ann' }] });
    const { status, json } = await (await author()).submit({ policy }, 'broken');
    expect(status).toBe(422);
    expect(json.violations).toEqual(
      expect.arrayContaining([
        { path: '/policy/rep/loadCeiling', rule: expect.any(String), received: '1.5', remedy: expect.any(String) },
        {
          path: '/policy/approvers/0/email',
          rule: expect.any(String),
          received: 'nothing',
          remedy: expect.any(String),
        },
      ]),
    );
  });

  it('needs the scope of policies, and that of operators for the whole set', async () => {
    const policy = policyOf('acme');
    expect((await (await author('acme', 'author', 'runs:write')).submit({ policy }, 'no-scope')).status).toBe(403);
    const set = { contract: 'policy-set/1', default: { contract: 'policy/1' }, tenants: {} };
    const one = await author('acme', 'author', 'policies:write policies:read');
    expect((await one.submit({ policySet: set }, 'no-operator')).status).toBe(403);
    expect((await one.submit({}, 'nothing')).status).toBe(422);
  });

  it('is refused where nothing is changed, or where nobody but the author may approve', async () => {
    const same = await author();
    const { promotion } = await same.follow((await same.start(policyOf('acme', AUTONOMOUS), 'same')).id, 'refused');
    expect(promotion.reason).toContain('changes nothing');
    const lonely = await author('lonely');
    const more = { ...tenants.lonely, breaker: { windowHours: 12 } };
    const alone = await lonely.follow((await lonely.start(policyOf('lonely', more), 'alone')).id, 'refused');
    expect(alone.promotion.reason).toContain('1 approvals needed and 0 people may give one');
  });
});

describe('other tenants', () => {
  it('neither see a promotion nor its evidence, and learn of no address through it', async () => {
    const of = await author();
    const { id } = await of.start(policyOf('acme', PUSHY), 'private');
    const own = await of.follow(id, 'failed');
    const crm = await app.as('other', 'spy');
    expect((await crm.call('GET', `/v1/promotions/${id}`)).status).toBe(404);
    expect((await crm.call('GET', '/v1/promotions/nonsense')).status).toBe(404);
    expect(JSON.stringify(await crm.json('/v1/policies'))).not.toContain(id);
    const told = JSON.stringify([own, await (await app.as('acme')).json('/v1/policies')]);
    expect(told).not.toContain(mailOf('acme', 'ann'));
    const { baselines } = await crm.json('/v1/baselines').then((body) => JSON.parse(JSON.stringify(body)));
    expect(baselines).toMatchObject([{ version: 1, evidence: null }]);
  });
});
