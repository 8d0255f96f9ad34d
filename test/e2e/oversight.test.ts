import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { Incident } from '../../core/model/incident.ts';
import { parsePortfolio } from '../../core/model/parse-portfolio.ts';
import { Plan } from '../../core/model/plan.ts';
import { Policy } from '../../core/model/policy.ts';
import { Rollback } from '../../core/model/rollback.ts';
import type { RunStatus } from '../../core/model/run.ts';
import { TraceEntry } from '../../core/model/trace.ts';
import { estimateRun } from '../../core/policy/run-estimate.ts';
import { verifyChain } from '../../core/trace/verify.ts';
import { smallPortfolio } from '../commands/small-portfolio.ts';
import { until } from '../local/fixture.ts';
import { readAssembly } from '../support/assembly.ts';
import { type Application, openApplication } from './application.ts';
import { APPROVE, decide, lettersTo, linkTo } from './approver.ts';
import { followable } from './followable.ts';
import { AUTONOMOUS, mailOf, policiesOf, policyOf } from './policies.ts';

const portfolio = smallPortfolio();
/** The portfolio with its first conversations only: a lighter load. */
const loaded = (conversations: number) => ({
  ...portfolio,
  engagements: portfolio.engagements.slice(0, conversations),
});
const workOf = (conversations: number) => {
  const parsed = parsePortfolio(loaded(conversations));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.violations));
  return estimateRun(parsed.value, Policy.parse(policyOf('any'))).work;
};
/** What is left undone for want of budget is to raise no posture of its own here. */
const never = { elevated: 2, high: 2, critical: 2 };
const CALM = { mandatoryUnplaced: never, parityShortfall: never, tailShare: never, gap: never };
const at = (threshold: number) => ({ elevated: threshold, high: threshold, critical: threshold });
const tenants = {
  free: AUTONOMOUS,
  // Any share of bad data, even none, is too much.
  alarmed: { ...AUTONOMOUS, posture: { badData: at(0) } },
  // Any proven gap is too large, and two failures trip the breaker.
  failing: { ...AUTONOMOUS, posture: { gap: at(0), failures: { elevated: 1, high: 2, critical: 2 } } },
  // Work for fifteen conversations without giving anything up, and for eighteen with everything given up.
  pressed: { ...AUTONOMOUS, posture: CALM, budget: { work: { soft: workOf(15), hard: workOf(18) } } },
  crowded: { ...AUTONOMOUS, posture: CALM, budget: { contacts: { soft: 3, hard: 1_000 } } },
  narrow: { ...AUTONOMOUS, budget: { concurrency: { soft: 0, hard: 0 } } },
  broke: { ...AUTONOMOUS, budget: { writes: { soft: 100, hard: 100 } } },
  rolling: AUTONOMOUS,
};
/** The slow strategy takes sixty of its minutes, 9 s here: long enough to be caught under way. */
const MINUTE_MS = 150;

let app: Application;
beforeAll(async () => {
  app = await openApplication({ tenants: policiesOf(tenants) }, readAssembly(inject('assembly')), MINUTE_MS);
});
afterAll(() => app?.close());

/** A run of the tenant to this end, its verified chain, and what its people were sent. */
async function ended(tenant: keyof typeof tenants, status: RunStatus, key = 'key-1', load: object = portfolio) {
  const crm = await app.as(tenant);
  const run = await crm.follow((await crm.start(load, { key })).id, status);
  const entries = await followable(crm, run);
  const of = (step: string) => entries.find((entry) => entry.step.split('/')[1] === step);
  return { crm, run, of, steps: entries.map(({ step }) => step) };
}
const mailed = (tenant: string, person: string) => lettersTo(app.host.inboxUrl, mailOf(tenant, person));

/** The incident of a run as oversight reads it: the packet, the mail that led there, and the page. */
async function incidentOf({ crm, run }: Awaited<ReturnType<typeof ended>>) {
  const incident = Incident.parse(JSON.parse(await crm.read(run.id, 'incident')));
  const page = await crm.call('GET', `/v1/runs/${run.id}/incident`, { headers: { accept: 'text/html' } });
  expect(page.header('content-type')).toBe('text/html; charset=utf-8');
  expect(page.text).toContain(incident.cause.text);
  for (const decision of incident.decide) expect(page.text).toContain(decision.replaceAll('’', '&#39;'));
  const letters = await mailed(run.tenant, 'olga');
  expect(letters.filter(({ text }) => text.includes(run.id))).toHaveLength(1);
  return incident;
}

describe('a run whose policy lets it go by itself', () => {
  it('is published with nobody asked, and says in its report which posture and row decided that', async () => {
    const { crm, run, of } = await ended('free', 'done');
    expect(run.autonomy).toBe('autonomous');
    expect(of('route')).toMatchObject({ decision: 'autonomous', reasons: [expect.stringContaining('row 1')] });
    expect(await mailed('free', 'ann')).toEqual([]);
    expect(await crm.read(run.id, 'report')).toContain('<svg');
    expect(await crm.json('/v1/feeds')).toMatchObject({ feeds: portfolio.reps.map(() => expect.anything()) });
  });
});

describe('a critical posture', () => {
  it('before planning rolls back, escalates and plans nothing, with its cause named', async () => {
    const outcome = await ended('alarmed', 'rolled-back');
    expect(outcome.of('assess-posture')).toMatchObject({
      decision: 'critical',
      reasons: expect.arrayContaining(['posture steady → critical', expect.stringMatching(/^badData .*critical$/)]),
    });
    expect(outcome.steps.slice(-2)).toEqual(['0/rollback', '0/escalate']);
    expect(outcome.of('split-blocks')).toBeUndefined();
    const incident = await incidentOf(outcome);
    expect(incident).toMatchObject({ cause: { name: 'critical-posture' }, rolledBack: { restored: false } });
    expect(incident.postures.map(({ posture }) => posture)).toContain('critical');
  });
});

describe('a tenant whose runs keep failing', () => {
  it('trips its breaker: the next run is turned away before it plans, and oversight reads why', async () => {
    for (const key of ['key-1', 'key-2']) {
      const failure = await ended('failing', 'rolled-back', key);
      expect(failure.of('audit')).toBeDefined();
      expect((await incidentOf(failure)).cause).toMatchObject({
        name: 'critical-posture',
        text: expect.stringContaining('once the plan was known'),
      });
    }
    const outcome = await ended('failing', 'rolled-back', 'key-3');
    expect(outcome.run).toMatchObject({ posture: 'critical', breaker: 'tripped' });
    expect(outcome.of('assess-posture')?.reasons).toContain('breaker tripped: 2 failures');
    expect(outcome.of('split-blocks')).toBeUndefined();
    expect((await incidentOf(outcome)).cause.name).toBe('breaker-tripped');
    expect(await outcome.crm.json('/v1/feeds')).toEqual({ feeds: [] });
  });
});

describe('the budget guard, load raised step by step', () => {
  it('lets a light load go, degrades a heavier one and publishes its plan, and refuses the heaviest, which loses nothing', async () => {
    const light = await ended('pressed', 'done', 'light', loaded(10));
    expect([light.of('guard-budget')?.decision, light.run.posture]).toEqual(['go', 'steady']);
    const heavier = await ended('pressed', 'done', 'heavier', loaded(40));
    expect(heavier.of('guard-budget')).toMatchObject({ decision: 'degraded', posture: 'elevated' });
    expect(heavier.of('guard-budget')?.reasons).toContain('less-search');
    expect(heavier.run.posture).toBe('elevated');
    expect(await heavier.crm.read(heavier.run.id, 'report')).toContain('<svg');
    const heaviest = await ended('pressed', 'refused', 'heaviest', loaded(57));
    expect(heaviest.run.reason).toMatch(
      /^budget-guard:resource-pressure-cap: work: estimated [\d.]+, soft cap .*, hard cap/,
    );
    expect(heaviest.of('split-blocks')).toBeUndefined();
    // The report of a refused run says why and what to do; the plan in force is the one before.
    expect(await heaviest.crm.read(heaviest.run.id, 'report')).toMatch(/Refused.*hard cap.*start a new run/s);
    expect(await heaviest.crm.json('/v1/feeds')).toMatchObject({ feeds: portfolio.reps.map(() => expect.anything()) });
    expect((await heaviest.crm.ask('book', 'again')).status).toBe(202);
  });

  it('over the soft cap on touches plans as many as it allows, elevated; whom that leaves out is for a person to decide', async () => {
    const crm = await app.as('crowded');
    const { id } = await crm.start(portfolio);
    const waiting = await crm.follow(id, 'waiting-for-decision');
    expect(waiting.posture).toBe('elevated');
    const plan = Plan.parse(JSON.parse(await crm.read(id, 'plan')));
    expect(plan.assignments.filter(({ pinned }) => !pinned).length).toBeLessThanOrEqual(3);
    await decide(await linkTo(app.host.inboxUrl, mailOf('crowded', 'ann')), APPROVE);
    const entries = await followable(crm, await crm.follow(id, 'done'));
    const guard = entries.find(({ step }) => step === '0/guard-budget');
    expect(guard).toMatchObject({ decision: 'degraded', posture: 'elevated' });
    expect(guard?.reasons).toContain('fewer-touches');
  });

  it.each([
    ['broke', 'writes'],
    ['narrow', 'concurrency'],
  ] as const)(
    'of %s over the hard cap on %s refuses before planning, with the cap named, and the portfolio is still there',
    async (tenant, cap) => {
      const { crm, run, of } = await ended(tenant, 'refused');
      expect(run.reason).toMatch(
        new RegExp(`^budget-guard:resource-pressure-cap: ${cap}: estimated \\d+.*, hard cap \\d+$`),
      );
      expect(of('split-blocks')).toBeUndefined();
      expect((await crm.ask('book', 'key-2')).status).toBe(202);
    },
  );
});

describe('a rollback while a policy is being deployed', () => {
  it('stops the deployment, restores what was stable, and leaves trace, page and mail of its own', async () => {
    await ended('rolling', 'done');
    const number = await app.configuration.spread({
      tenants: policiesOf({ ...tenants, rolling: { ...AUTONOMOUS, routing: [{ autonomy: 'blocked' }] } }),
    });
    const crm = await app.as('rolling', 'rita');
    const body = JSON.stringify({ reason: 'blocks everything' });
    const asked = await crm.call('POST', '/v1/rollbacks', { body, headers: { 'idempotency-key': 'back' } });
    const path = `/v1/rollbacks/${Rollback.parse(asked.json).id}`;
    expect([asked.header('location'), asked.json.stopped]).toEqual([path, [number]]);
    const { rollback, trace } = await until(async () => {
      const now = Told.parse(await crm.json(path));
      return now.rollback.state === 'done' ? now : undefined;
    }, 60);
    expect(rollback).toMatchObject({ by: 'rita', stopped: [number], seconds: expect.any(Number) });
    expect(verifyChain(trace, rollback.traceHead)).toMatchObject({ ok: true });
    const page = await crm.call('GET', path, { headers: { accept: 'text/html' } });
    expect(page.text).toContain('For a person to decide');
    expect((await mailed('rolling', 'olga')).filter(({ text }) => text.includes(path))).toHaveLength(1);
    // The policy that blocks everything is in force for no client.
    expect((await ended('rolling', 'done', 'key-2')).of('route')?.decision).toBe('autonomous');
  });
});

const Told = z.object({ rollback: Rollback, trace: z.array(TraceEntry) });
