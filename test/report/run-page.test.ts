import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { Run, RunStatus } from '../../core/model/run.ts';
import type { TraceEntry } from '../../core/model/trace.ts';
import { renderRunList } from '../../core/report/run-list-page.ts';
import { renderRun } from '../../core/report/run-page.ts';
import type { Said } from '../../core/report/said.ts';
import { appendEntry } from '../../core/trace/chain.ts';
import { digest } from '../../core/trace/digest.ts';
import { activeParts, brokenIds, unbalancedTags } from '../support/document-structure.ts';

const none = digest('step/1', {});
const run = Run.parse({
  contract: 'run/1',
  id: `run-${'1'.repeat(32)}`,
  tenant: 'acme',
  portfolio: 'book',
  portfolioDigest: none,
  author: 'ana',
  correlation: 'c',
  status: 'refused',
  reason: 'flag.scheduling: off; turn it on · data.fresh: <b>old</b>; export again',
  posture: 'elevated',
  traceHead: none,
  traceEntries: 2,
  used: { work: 0.5, writes: 41.5, microDollars: 250 },
  requestedAt: '2026-11-22T09:00:00Z',
  endedAt: '2026-11-22T09:00:04Z',
});
const decideBy = '2026-11-23T19:22:00Z';
const proposed = {
  currency: 'USD',
  from: '2026-11-23',
  days: 5,
  meetings: 277,
  accounts: 226,
  first: '2026-11-23T11:30:00Z',
  protectedValue: 70_305_184,
  expectedLoss: { with: 170_490_000, without: 233_762_000 },
  badCase: { with: 282_000_000, without: 352_000_000 },
  alpha: 0.95,
  added: 277,
  moved: 0,
  cancelled: 0,
};
const said = { policy: null, flags: null, code: none, input: none, output: none };
const steps = [
  ['0/preflight', 'refused', ['data.fresh: old', none]],
  ['1/decision/dana', 'reject', ['approver dana']],
  ['1/handoff/refused', 'refused', Array.from({ length: 9 }, (_, n) => `reason ${n}`)],
] as const;
const entries: TraceEntry[] = [];
for (const [step, decision, reasons] of steps) {
  const posture = entries.length === 0 ? ('elevated' as const) : null;
  const entry = { tenant: run.tenant, run: run.id, step, decision, reasons: [...reasons], posture, ...said };
  entries.push(appendEntry(entries.at(-1) ?? null, entry));
}
const shown = (page: string) => parseHTML(page).document;
const links = (page: string) => [...shown(page).querySelectorAll('main a')].map((a) => a.getAttribute('href'));

describe('the page of a run', () => {
  it('says why people decided as they did where that may be read, as text', () => {
    const told = (said: Said) => renderRun({ run, entries, said: new Map([[1, said]]) });
    expect(told({ state: 'kept', text: 'not <b>now</b>' })).toContain(
      '<bdi>dana</bdi>: rejected. <bdi>The reason given: not &lt;b&gt;now&lt;/b&gt;</bdi></li>',
    );
    expect(told({ state: 'erased' })).toContain('rejected. <bdi>The reason was erased');
    expect(told({ state: 'none' })).toContain('<bdi>dana</bdi>: rejected</li>');
  });

  it('says of a published plan that another is in force since', () => {
    const done = Run.parse({ ...run, status: 'done', proposed });
    const told = (inForce: boolean) => renderRun({ run: done, entries, inForce, calledOff: 1 });
    expect(told(true)).toContain('The plan is in force;');
    expect(told(false)).toContain('a later one is in force instead of it.');
    expect(told(false)).not.toMatch(/The plan is in force|meetings stand/);
  });

  it('says how many of its meetings stand, and why the others do not, naming nobody', () => {
    const text = (calledOff: number, more: object = {}) =>
      (
        shown(renderRun({ run: Run.parse({ ...run, status: 'done', proposed, ...more }), entries, calledOff })).body
          .textContent ?? ''
      )
        .replaceAll('\u00a0', ' ')
        .replace(/\s+/g, ' ');
    expect(text(2)).toContain('The plan: 277 meetings with 226 accounts');
    expect(text(2)).toContain('275 of 277 meetings stand: 2 were called off after an objection.');
    expect(text(1, { begun: 3 })).toContain(
      '273 of 277 meetings stand: 1 was called off after an objection; 3 had begun before the plan was in force and were left out.',
    );
    expect(text(0)).not.toContain('stand');
    expect(text(2, { status: 'rolled-back' })).not.toContain('stand');
  });

  const page = renderRun({ run, entries });

  it('says what became of it, each reason by itself, what to do, and what it used, with text as text', () => {
    const { document } = parseHTML(page);
    expect(document.querySelector('h1')?.textContent).toBe('Refused');
    const reasons = [...document.querySelectorAll('section[aria-labelledby="why-title"] li')].map(
      (li) => li.textContent,
    );
    expect(reasons).toEqual([
      'flag.scheduling: off; turn it on',
      'data.fresh: <b>old</b>; export again',
      'dana: rejected',
    ]);
    for (const text of ['start a new run', '42\u00a0write units', 'less than USD 0.01', 'posture: elevated'])
      expect(page).toContain(text);
  });

  it('tells each step in words with its reasons, and leaves digests and long lists to the trace', () => {
    const told = [...shown(page).querySelectorAll('section[aria-labelledby="steps-title"] li')].map((li) =>
      (li.textContent ?? '').replace(/\s+/g, ' '),
    );
    expect(told).toEqual([
      'PreflightA check before planning said no: data.fresh: old.',
      'Decision, attempt 2dana rejected.',
      'Handoff, attempt 2Refused: reason 0; reason 1; reason 2; reason 3; reason 4; reason 5; 3 more.',
    ]);
    const engineers = [...shown(page).querySelectorAll('section[aria-labelledby="engineers-title"] li')];
    expect(engineers.map((li) => (li.textContent ?? '').replace(/\s+/g, ' '))).toEqual([
      'Preflight: refused posture: elevated data.fresh: old',
      'Decision, attempt 2: reject approver dana',
      'Handoff, attempt 2: refused reason 0 · reason 1 · reason 2 · reason 3 · reason 4 · reason 5 · 3 more',
    ]);
  });

  it('tells what the plan proposes as the gate does, and until when it waits', () => {
    const text = (status: RunStatus) =>
      (shown(renderRun({ run: Run.parse({ ...run, status, proposed, decideBy }), entries })).body.textContent ?? '')
        .replaceAll('\u00a0', ' ')
        .replace(/\s+/g, ' ');
    const waiting = text('waiting-for-decision');
    for (const part of [
      'Open until Mon 23 Nov 2026, 19:22 UTC; without a decision nothing is published.',
      'The plan: 277 meetings with 226 accounts, 23 – 27 Nov 2026; the first Mon 23 Nov 2026, 11:30 UTC.',
      'USD 703 k expected loss USD 1.70 M, USD 2.34 M without the plan: 27% less',
      'Bad case, worst 1 in 20< USD 2.82 Mon average of these futures; USD 3.52 M without the plan: 20% less',
      'Changes to the published plan277 277 added, 0 moved, 0 cancelled',
    ])
      expect(waiting).toContain(part);
    expect(text('done')).not.toContain('Open until');
  });

  it('of a run that was stopped says by whom, when and why, and speaks of the stop flag only where it was set', () => {
    const stopped = Run.parse({ ...run, status: 'stopped', reason: 'its author stopped this run on Sun' });
    const said = { state: 'kept', text: 'wrong <b>export</b>' } as const;
    const mark = { by: 'sam', at: '2026-11-22T09:00:02Z', said };
    const byHand = renderRun({ run: stopped, entries: [], stop: mark });
    expect(byHand).toContain('sam stopped this run on Sun 22 Nov 2026, 09:00 UTC.');
    expect(byHand).toContain('<bdi>The reason given: wrong &lt;b&gt;export&lt;/b&gt;</bdi>');
    expect(byHand).not.toMatch(/stop flag|its author/);
    const byFlag = renderRun({ run: stopped, entries: [], stop: null });
    expect(byFlag).toContain('The stop flag was set');
    expect(byFlag).toContain('No run goes on until the owner of the stop flag releases it.');
    expect([activeParts(byHand), unbalancedTags(byHand), brokenIds(byHand)]).toEqual([[], [], []]);
  });

  it('links to what the run made and to nothing else', () => {
    expect(links(page)).toEqual([`/v1/runs/${run.id}/trace`]);
    const more = Run.parse({ ...run, status: 'expired', incidentDigest: none, planDigest: none });
    const parts = ['incident', 'plan', 'trace', 'decisions'].map((part) => `/v1/runs/${run.id}/${part}`);
    expect(links(renderRun({ run: more, entries }))).toEqual(parts);
  });

  it.each(RunStatus.options)('of a run that is %s is one whole document without anything active', (status) => {
    for (const page of [
      renderRun({ run: { ...run, status }, entries }),
      renderRun({
        run: Run.parse({ ...run, status, reason: undefined, used: undefined, posture: undefined }),
        entries: [],
      }),
    ])
      expect([activeParts(page), unbalancedTags(page), brokenIds(page)]).toEqual([[], [], []]);
  });
});

describe('the list of runs', () => {
  it('leads to the page of each run, newest first as given, and to older ones', () => {
    const other = Run.parse({ ...run, id: `run-${'2'.repeat(32)}`, status: 'done', reason: undefined });
    const page = renderRunList({ runs: [other, run], limit: 2, cursor: 'abc' });
    expect(links(page)).toEqual([`/v1/runs/${other.id}`, `/v1/runs/${run.id}`, '/v1/runs?limit=2&cursor=abc']);
    expect(page).toContain('data.fresh');
    const planned = renderRunList({
      runs: [Run.parse({ ...run, status: 'waiting-for-decision', proposed, decideBy })],
      limit: 2,
    }).replaceAll('\u00a0', ' ');
    expect(planned).toContain('277 meetings with 226 accounts, 23 – 27 Nov 2026; USD 703 k protected value');
    expect(planned).toContain('open until Mon 23 Nov 2026, 19:22 UTC');
    expect([activeParts(page), unbalancedTags(page), brokenIds(page)]).toEqual([[], [], []]);
  });

  it('says so where there is none', () => {
    expect(renderRunList({ runs: [], limit: 20 })).toContain('No run was asked for yet');
  });
});
