import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Incident } from '../../core/model/incident.ts';
import type { Run } from '../../core/model/run.ts';
import { smallPortfolio } from '../commands/small-portfolio.ts';
import { type Application, openApplication } from './application.ts';
import { APPROVE, decide, lettersTo, linkTo, open, post, send } from './approver.ts';
import type { Crm } from './crm.ts';
import { followable } from './followable.ts';
import { mailOf, ONE_APPROVER, policiesOf, TWO_APPROVERS } from './policies.ts';

const portfolio = smallPortfolio();
const only = (tenant: string, person: string) => ({ approvers: [{ id: person, email: mailOf(tenant, person) }] });
/** Three seconds: short enough to wait for. */
const SHORT = { gate: { expiresAfterMinutes: 0.05 } };

let app: Application;
beforeAll(async () => {
  app = await openApplication({
    tenants: policiesOf({
      careless: SHORT,
      firm: {},
      picky: ONE_APPROVER,
      careful: TWO_APPROVERS,
      other: {},
      lone: { ...ONE_APPROVER, ...only('lone', 'ann') },
    }),
  });
});
afterAll(() => app?.close());

const link = (tenant: string, person = 'ann') => linkTo(app.host.inboxUrl, mailOf(tenant, person));
const atGate = async (tenant: string, more = {}): Promise<{ readonly crm: Crm; readonly run: Run }> => {
  const crm = await app.as(tenant);
  const { id } = await crm.start(portfolio, { more });
  return { crm, run: await crm.follow(id, 'waiting-for-decision') };
};
/** Nothing in force, nobody told: no calendar, no step of a commit or a publication. */
const nothingPublished = async (crm: Crm, id: string) => {
  expect(await crm.json('/v1/feeds')).toEqual({ feeds: [] });
  const { entries } = await crm.trace(id);
  expect(entries.filter(({ step }) => /commit|publish/.test(step))).toEqual([]);
};

describe('a gate nobody decides at', () => {
  it('expires: nothing is published, oversight is told, the incident can be read, and the link says so', async () => {
    const crm = await app.as('careless');
    const { id } = await crm.start(portfolio);
    const run = await crm.follow(id, 'expired');
    const own = await link('careless');
    const incident = Incident.parse(JSON.parse(await crm.read(run.id, 'incident')));
    expect(incident).toMatchObject({ outcome: 'expired', run: run.id, evidence: { plan: run.planDigest } });
    const [told, ...more] = await lettersTo(app.host.inboxUrl, mailOf('careless', 'olga'));
    expect([told?.text.includes(run.id), more]).toEqual([true, []]);
    const late = await open(own);
    expect([late.status, late.heading, late.fields]).toEqual([410, 'This link has expired', undefined]);
    const posted = await post(
      new URL(own),
      new URLSearchParams({ verdict: 'approve', confirmed: 'true', plan: run.planDigest ?? '' }),
    );
    expect(posted.status).toBe(410);
    expect((await crm.run(run.id)).status).toBe('expired');
    await followable(crm, run);
    await nothingPublished(crm, run.id);
  });
});

describe('a decision against the plan', () => {
  it('needs its reason, and a rejection ends the run with nothing published and its report kept', async () => {
    const { crm, run } = await atGate('firm');
    const without = await decide(await link('firm'), { verdict: 'reject' });
    expect([without.status, without.words]).toEqual([422, expect.stringContaining('Say why, in a sentence')]);
    const page = await decide(await link('firm'), { verdict: 'reject', reason: 'Too many calls on Monday.' });
    expect(page.status).toBe(200);
    await crm.follow(run.id, 'rejected');
    await followable(crm, run);
    const shown = await crm.call('GET', `/v1/runs/${run.id}`, { headers: { accept: 'text/html' } });
    expect(shown.text).toContain('The reason given: Too many calls on Monday.');
    expect(await crm.read(run.id, 'report')).toContain('<svg');
    await nothingPublished(crm, run.id);
    const second = await open(await link('firm', 'bob'));
    expect([second.heading, second.fields]).toEqual(['This was decided already', undefined]);
  });

  it('that asks for changes sends the run back with nothing published; its author was not asked, though an approver', async () => {
    const { crm, run } = await atGate('picky', { author: 'ann' });
    expect(run.author).toBe('ann');
    await decide(await link('picky', 'bob'), { verdict: 'changes', reason: 'Leave Friday free.' });
    await crm.follow(run.id, 'changes-requested');
    await followable(crm, run);
    expect(await lettersTo(app.host.inboxUrl, mailOf('picky', 'ann'))).toEqual([]);
    await nothingPublished(crm, run.id);
  });
});

describe('a gate that needs two people', () => {
  let crm: Crm;
  let run: Run;
  let ann: string;
  let bob: string;
  beforeAll(async () => {
    ({ crm, run } = await atGate('careful'));
    [ann, bob] = [await link('careful', 'ann'), await link('careful', 'bob')];
  });
  const waits = async () => expect((await crm.run(run.id)).status).toBe('waiting-for-decision');

  it.each<[string, (link: string) => string]>([
    // Not the last letter: some of its bits are padding, and a link that differs in those only is the same link.
    ['with one letter changed', (whole) => whole.replace(/.(?=.{40}$)/, (letter) => (letter === 'A' ? 'B' : 'A'))],
    ['cut in the middle', (whole) => whole.slice(0, -20)],
    [
      'of another kind',
      () => `${app.host.url}/v1/decisions/${Buffer.from('{"alg":"none"}').toString('base64url')}....`,
    ],
    ['made up', () => `${app.host.url}/v1/decisions/approve`],
  ])('is not moved by a link %s: GET and POST get the same page that tells nothing', async (_, forge) => {
    const forged = forge(ann);
    const fields = new URLSearchParams({ verdict: 'approve', confirmed: 'true', plan: run.planDigest ?? '' });
    const answers = [await open(forged), await post(new URL(forged), fields)];
    for (const { status, heading, fields } of answers)
      expect([status, heading, fields]).toEqual([404, 'This link is not valid', undefined]);
    await waits();
  });

  it('is not moved by a decision on the plan of another run, or through another tenant’s link', async () => {
    const other = await atGate('other');
    const theirs = await link('other');
    const shown = await open(ann);
    if (shown.action === undefined) throw new Error('the page has a form');
    const wrongPlan = new URLSearchParams({ verdict: 'approve', confirmed: 'true', plan: other.run.planDigest ?? '' });
    const through = new URLSearchParams({ verdict: 'approve', confirmed: 'true', plan: run.planDigest ?? '' });
    // The same portfolio in the same policy words: only tenant and policy name set the plans apart.
    expect(other.run.planDigest).not.toBe(run.planDigest);
    expect(await post(shown.action, wrongPlan)).toMatchObject({ status: 409, heading: 'This plan was replaced' });
    expect(await post(new URL(theirs), through)).toMatchObject({ status: 409, heading: 'This plan was replaced' });
    await waits();
    expect((await other.crm.run(other.run.id)).status).toBe('waiting-for-decision');
  });

  it('is not opened by a bearer token, which is no credential there', async () => {
    const answer = await crm.call('GET', '/v1/decisions/x');
    expect([answer.status, answer.text.includes('This link is not valid')]).toEqual([404, true]);
  });

  it('takes the first approval and waits for the second; the same person again changes nothing', async () => {
    const first = await decide(ann, APPROVE);
    expect([first.status, first.words]).toEqual([200, expect.stringMatching(/one more|another|1 more/i)]);
    const again = await post(
      new URL(ann),
      new URLSearchParams({ verdict: 'reject', reason: 'no', plan: run.planDigest ?? '' }),
    );
    expect([again.status, again.heading]).toEqual([409, 'This was decided already']);
    await waits();
  });

  it('decided by five posts of the second person at once has exactly one effect, and five clear pages', async () => {
    const page = await open(bob);
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(page, APPROVE)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409]);
    for (const { status, heading } of answers) if (status === 409) expect(heading).toBe('This was decided already');
    const done = await crm.follow(run.id, 'done');
    const entries = await followable(crm, done);
    expect(entries.filter(({ step }) => step.endsWith('/commit')).map(({ reasons }) => reasons)).toEqual([
      ['head version 1'],
    ]);
  });

  it('is shut after its run: everybody is told, in words for people and in problem documents for programs', async () => {
    for (const used of [ann, bob]) expect((await open(used)).heading).toBe('This was decided already');
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ verdict: 'reject', reason: 'late', plan: run.planDigest });
    const answer = await crm.call('POST', new URL(bob).pathname, { headers, body });
    expect(answer).toMatchObject({ status: 409, json: { type: 'urn:problem:decision-already-decided' } });
    expect((await crm.run(run.id)).status).toBe('done');
  });
});

describe('the author of a run', () => {
  it('who is the only approver gets the run refused before anything runs, with the remedy', async () => {
    const crm = await app.as('lone', 'ann');
    const { id } = await crm.start(portfolio);
    const refused = await crm.follow(id, 'refused');
    expect(refused.reason).toMatch(/^approval\.prerequisite: 0 people .* 1 needed; name them in the policy/);
    await followable(crm, refused);
    expect(await lettersTo(app.host.inboxUrl, mailOf('lone', 'ann'))).toEqual([]);
    await nothingPublished(crm, id);
  });
});
