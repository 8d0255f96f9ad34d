import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Incident } from '../../core/model/incident.ts';
import { Run } from '../../core/model/run.ts';
import { renderApproval, renderDecisionInvalid } from '../../core/report/approval-page.ts';
import { renderDecided } from '../../core/report/decided-page.ts';
import { renderDecisionProblem } from '../../core/report/decision-problem-page.ts';
import { renderHandedOver } from '../../core/report/handed-over-page.ts';
import { renderIncident } from '../../core/report/incident-page.ts';
import { renderNotMade } from '../../core/report/not-made-page.ts';
import { renderReport } from '../../core/report/report.ts';
import { renderRunList } from '../../core/report/run-list-page.ts';
import { renderRun } from '../../core/report/run-page.ts';
import { scorecard } from '../../core/report/scorecard.ts';
import { appendEntry } from '../../core/trace/chain.ts';
import { inboxPage, mailPage } from '../../infra/local/inbox-page.ts';
import { decisionFixture } from '../support/decision-fixture.ts';
import { reportFixture } from '../support/report-fixture.ts';
import { accessibilityProblems, CHROMIUM, openBrowser, openPage, type View } from './open-page.ts';

const documents = reportFixture();
const input = decisionFixture(documents);
const broken = [
  { path: '/confirmed', rule: 'value.custom', received: 'false', remedy: 'tick the confirmation before you approve' },
];
const decided = {
  verdict: 'approve',
  reason: 'Looks right.',
  at: '2026-11-23T08:00:00Z',
  approver: 'dana',
  run: input.run.id,
  planDigest: input.gate.planDigest,
} as const;
const incident = Incident.parse({
  contract: 'incident/1',
  tenant: 'acme',
  run: input.run.id,
  at: '2026-11-22T09:00:00Z',
  outcome: 'rolled-back',
  cause: { name: 'audit-failed', text: 'The checker found 2 violations.' },
  postures: [
    { step: '0/assess-posture', posture: 'steady' },
    { step: '0/route', posture: 'high' },
  ],
  evidence: { plan: input.gate.planDigest },
  trace: { entries: 9, head: input.gate.planDigest },
  rolledBack: { restored: true, version: 4, configuration: 'Flags: as in the stable baseline.', seconds: 1.5 },
  decide: ['Is the cause gone?'],
});
const mail = {
  id: 'm-1',
  at: '2026-11-23T08:00:00Z',
  from: 'planner@demo.example',
  to: ['ann@demo.example'],
  cc: [],
  bcc: [],
  replyTo: [],
  subject: 'Decision needed',
  text: 'Decide: https://plans.example/v1/decisions/x',
  html: '<!doctype html><html lang="en"><title>Mail</title><main><h1>Decide</h1></main></html>',
};
const digest = input.gate.planDigest;
const run = Run.parse({
  contract: 'run/1',
  id: input.run.id,
  tenant: 'acme',
  portfolio: 'book',
  portfolioDigest: digest,
  author: 'ana',
  correlation: 'c',
  status: 'refused',
  reason: 'budget-guard:resource-pressure-cap: writes: estimated 1204311, soft cap 100000, hard cap 1000000',
  posture: 'elevated',
  incidentDigest: digest,
  traceHead: digest,
  traceEntries: 1,
  used: { work: 0.02, writes: 61, microDollars: 40 },
  requestedAt: '2026-11-22T09:00:00Z',
  endedAt: '2026-11-22T09:00:08Z',
});
const step = appendEntry(null, {
  ...{
    tenant: run.tenant,
    run: run.id,
    step: '0/guard-budget',
    input: run.portfolioDigest,
    output: run.portfolioDigest,
  },
  ...{ policy: null, flags: null, code: run.portfolioDigest, posture: 'elevated', decision: 'refused' },
  reasons: ['writes: estimated 1204311, soft cap 100000, hard cap 1000000'],
});
const pages: Readonly<Record<string, string>> = {
  report: renderReport({ ...documents, posture: 'high', scorecard: scorecard(documents) }),
  approval: renderApproval(input),
  'invalid decision': renderDecisionInvalid({ ...input, violations: broken, entered: { verdict: 'approve' } }),
  'approval by two, one of whom may hand over': renderApproval({
    ...input,
    gate: { ...input.gate, quorum: 2, delegates: ['eli'] },
  }),
  decided: renderDecided(decided),
  'decided, one approval missing': renderDecided({ ...decided, approvalsMissing: 1 }),
  'handed over': renderHandedOver({ to: 'eli', run: input.run.id, at: decided.at }),
  incident: renderIncident(incident),
  'rollback asked for': renderIncident(
    {
      ...incident,
      rolledBack: { ...incident.rolledBack, restored: false },
      asked: { rollback: incident.run, run: null, baseline: 1, changed: true, inForce: { meetings: 277 } },
    },
    { by: 'rita', said: { state: 'kept', text: 'Meetings on a public holiday.' } },
  ),
  'no incident': renderNotMade(run, 'incident'),
  inbox: inboxPage([mail]),
  mail: mailPage(mail),
  run: renderRun({ run, entries: [step] }),
  runs: renderRunList({ runs: [run, { ...run, status: 'done' }], cursor: 'abc', limit: 20 }),
  problem: renderDecisionProblem({ kind: 'expired', expiredAt: '2026-11-24T06:00:00Z' }),
};
const views: readonly View[] = [
  { width: 1280, scheme: 'light' },
  { width: 360, scheme: 'dark' },
];

describe.skipIf(!existsSync(CHROMIUM))('pages in a browser', { timeout: 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  for (const [name, html] of Object.entries(pages)) {
    it.each(views)(
      `${name}: no accessibility problem, request or sideways scroll at $width px, $scheme`,
      async (view) => {
        const { page, requests } = await openPage(browser, html, view);
        for (let open = page.locator('details:not([open]) > summary:visible'); (await open.count()) > 0; )
          await open.first().click();
        expect(await accessibilityProblems(page)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(view.width);
        expect(requests).toEqual([]);
        await page.context().close();
      },
    );
  }

  it('the accessibility check finds a field without a label', async () => {
    const spoilt = (pages['problem'] ?? '').replace('</main>', '<input type="text"></main>');
    const { page } = await openPage(browser, spoilt, { width: 1280, scheme: 'light' });
    expect((await accessibilityProblems(page)).map((problem) => problem.split(':')[0])).toContain('label');
    await page.context().close();
  });

  it('approval: posts nothing without a verdict, and the tick appears with the choice to approve', async () => {
    const { page, requests } = await openPage(browser, pages['approval'] ?? '', { width: 1280, scheme: 'light' });
    const tick = page.getByLabel('Yes, publish exactly this plan');
    expect(await tick.isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Send the decision' }).click();
    expect(requests).toEqual([]);
    await page.getByLabel('Approve', { exact: false }).first().check();
    expect(await tick.isVisible()).toBe(true);
    await tick.check();
    await page.getByRole('button', { name: 'Send the decision' }).click();
    const plan = encodeURIComponent(input.gate.planDigest);
    await expect
      .poll(() => requests)
      .toEqual([`POST http://pages.test/v1/decisions/reference plan=${plan}&verdict=approve&confirmed=true&reason=`]);
    await page.context().close();
  });

  it('approval: everything it needs works where scripts are switched off', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.setContent(pages['approval'] ?? '');
    await page.locator('#verdict-approve').check();
    expect(await page.locator('#confirmed').isVisible()).toBe(true);
    await page.locator('summary').first().click();
    expect(await page.locator('details').first().getAttribute('open')).toBe('');
    await context.close();
  });

  it('approval: can be decided with the keyboard alone, starting from the skip link', async () => {
    const { page, requests } = await openPage(browser, pages['approval'] ?? '', { width: 1280, scheme: 'light' });
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    for (const key of ['Tab', 'Space', 'ArrowDown', 'ArrowDown', 'Tab']) await page.keyboard.press(key);
    await page.keyboard.type('Too many moves.');
    for (const key of ['Tab', 'Enter']) await page.keyboard.press(key);
    await expect.poll(() => requests.at(-1)).toMatch(/^POST .*verdict=reject&reason=Too\+many\+moves\.$/);
    await page.context().close();
  });
});
