import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { Digest, TenantId } from '../../core/model/ids.ts';
import { Promotion, Proposal } from '../../core/model/promotion.ts';
import { overallEffect, type SuiteCheck, SuiteResult } from '../../core/model/suite.ts';
import { TraceEntry } from '../../core/model/trace.ts';
import { renderPromotionApproval } from '../../core/report/promotion/approval.ts';
import { effectSentence } from '../../core/report/promotion/effect.ts';
import { promotionEndedMail, promotionMail } from '../../core/report/promotion/mail.ts';
import { renderPromotion } from '../../core/report/promotion/page.ts';
import type { ProposalView } from '../../core/report/promotion/proposal-view.ts';

const code = Digest.parse(`sha256:${'1'.repeat(64)}`);
const id = `run-${'a'.repeat(32)}`;
const acme = TenantId.parse('acme');

/** A measure whose interval reaches from `low` to `high`. */
const measure = (name: string, low: number, high: number, tolerance: number): SuiteCheck => ({
  ...{ name, verdict: 'pass', text: `${name} as measured`, numbers: { mean: (low + high) / 2, low, high, tolerance } },
  effect: high < 0 ? 'better' : low > 0 ? 'worse' : 'open',
});
const MOVED = measure('moved-meetings', -0.112, -0.088, 0.03);
const LOSS = measure('expected-loss', -0.08, 0.01, 0.02);
const TIRED = measure('fatigue', 0.02, 0.1, 0.25);

function view(checks: readonly SuiteCheck[], more: object = {}): ProposalView {
  const effect = overallEffect(checks);
  const verdict = checks.some((check) => check.verdict === 'fail') ? ('fail' as const) : ('pass' as const);
  const result = SuiteResult.parse({
    ...{ contract: 'suite-result/1', suite: 'simulation', candidate: code, stable: code, code, verdict, checks },
    ...{ effect, sample: 24 },
  });
  const proposal = Proposal.parse({
    ...{ contract: 'proposal/1', tenant: acme, promotion: id, kind: 'policy', baseline: 1, code, terms: {} },
    parts: [
      {
        ...{ part: acme, stable: code, candidate: code },
        changes: [{ path: '/value/disruptionCost', from: '0', to: '1500' }],
      },
    ],
    suites: [{ part: acme, suite: 'simulation', verdict, effect, result: code }],
    ...more,
  });
  const results = proposal.parts.length === 0 ? [] : [{ part: acme, result }];
  return { proposal, digest: code, results };
}
const approval = (shown: ProposalView) =>
  renderPromotionApproval({
    ...shown,
    ...{ author: 'author', approver: 'ann', expiresAt: '2026-11-24T10:00:00Z', quorum: 1, action: '?' },
    delegates: ['bob'],
  });
/** Its text, a space for every tag: cells and lines are apart for a reader too. */
const words = (page: string) =>
  (parseHTML(page.replaceAll('<', ' <')).document.querySelector('body')?.textContent ?? '').replace(/\s+/g, ' ').trim();

describe('what an approver is told of a candidate', () => {
  it('is that it is better, in what, and how sure that is', () => {
    expect(effectSentence(view([MOVED, LOSS]))).toBe(
      'Better, at 95% confidence: published meetings moved, 10 percentage points fewer (between 8.8 percentage points fewer and 11.2 percentage points fewer). Nothing is worse beyond its limit.',
    );
  });

  it('is that it is just no worse, where nothing is sure', () => {
    expect(effectSentence(view([LOSS]))).toBe('No worse than the policy in force, and not known to be better.');
  });

  it('is the price too, where something is worse for sure though within its limit', () => {
    const said = effectSentence(view([MOVED, TIRED]));
    expect(said).toContain('Better, at 95% confidence: published meetings moved');
    expect(said).toContain(
      'Worse, at 95% confidence, though within its limit: how tired of contacts customers are, 0.06 contacts more',
    );
    expect(effectSentence(view([TIRED]))).toMatch(/^Worse, at 95% confidence/);
  });

  it('stands first on the page and in the mail, whose subject says why it is sent', () => {
    const shown = view([MOVED, LOSS]);
    const page = words(approval(shown));
    const to = { link: 'https://api.example/x', expiresAt: '2026-11-24T10:00:00Z' };
    for (const text of [page, promotionMail(shown, to).text]) expect(text).toContain(effectSentence(shown));
    expect(promotionMail(shown, to).subject).toBe('Decision needed: a policy');
    expect(promotionMail(shown, { ...to, reminder: true }).subject).toBe('Reminder: Decision needed: a policy');
    expect(promotionMail(shown, { ...to, handedOverBy: 'ann' }).subject).toBe(
      'Handed over by ann: Decision needed: a policy',
    );
  });
});

describe('the page of a candidate', () => {
  it('says in words what each value and check is, beside its name', () => {
    const page = words(approval(view([MOVED, LOSS])));
    expect(page).toContain(
      'Cost of moving a published meeting /value/disruptionCost now 0.00 in the portfolio’s currency then 15.00 in the portfolio’s currency',
    );
    expect(page).toContain(
      'Value expected to be lost no worse 3.5% less Between 8% less and 1% more at 95% confidence',
    );
    expect(page).toContain('The strongest reason against Value expected to be lost: it could be 1% more');
    expect(page).toMatch(/Shadow ?, at least 1\sh.* All ?, at least 1\sday/);
  });

  it('runs no script, and lets the decision be handed over in a form of its own', () => {
    const { document } = parseHTML(approval(view([MOVED])));
    expect(document.querySelectorAll('script')).toHaveLength(0);
    expect(document.querySelectorAll('form')).toHaveLength(2);
    expect([...document.querySelectorAll('option')].map((option) => option.getAttribute('value'))).toEqual(['', 'bob']);
  });

  it('of a change beside the policies says that nothing tried it, and that it comes for everybody at once', () => {
    const beside = [{ path: '/webhooks/acme/url', from: 'https://a.example', to: 'https://b.example' }];
    const page = words(approval(view([], { parts: [], suites: [], beside })));
    expect(page).toContain('Change 1 setting beside the policies?');
    expect(page).toContain('no simulated world says anything about it');
    expect(page).toContain('now https://a.example then https://b.example');
    expect(page).toContain('For everybody at once');
  });

  it('names what stopped it, in words, and who decided', () => {
    const promotion = Promotion.parse({
      ...{ contract: 'promotion/1', id, tenant: acme, author: 'author', kind: 'policy', submitted: '2' },
      ...{ correlation: 'c', status: 'failed', requestedAt: '2026-11-22T10:00:00Z' },
      reason: 'simulation of acme: rep-ceiling: broken 3 times',
    });
    const ceiling: SuiteCheck = { name: 'rep-ceiling', verdict: 'fail', text: 'broken 3 times; world 1', numbers: {} };
    const page = words(renderPromotion(promotion, { view: view([ceiling, MOVED]), rollbackSeconds: 14, trace: [] }));
    expect(page).toContain('Stopped by its trial No rep beyond what a day may hold');
    expect(page).toContain('Because simulation of acme: rep-ceiling');
    expect(page).toContain('Everything back after 14 s');
  });

  it('says of a stable policy what has changed, who approved it and when, and not what would', () => {
    const promotion = Promotion.parse({
      ...{ contract: 'promotion/1', id, tenant: acme, author: 'author', kind: 'policy', submitted: '2' },
      ...{ correlation: 'c', status: 'stable', requestedAt: '2026-11-22T10:00:00Z' },
    });
    const digest = `sha256:${'0'.repeat(64)}`;
    const entry = TraceEntry.parse({
      ...{ contract: 'trace/1', tenant: acme, run: id, sequence: 0, step: '1/decision/ann', decision: 'approve' },
      ...{ input: digest, output: digest, code: digest, hash: digest, policy: null, flags: null, posture: null },
      ...{ previous: null, reasons: [] },
    });
    const trace = [{ entry, at: '2026-11-22T11:30:00Z' }];
    const page = words(renderPromotion(promotion, { view: view([MOVED]), rollbackSeconds: null, trace }));
    expect(page).toContain('Approved Sun 22 Nov 2026, 11:30 UTC, by ann');
    expect(page).toMatch(/What changed .*before 0\.00 in the portfolio’s currency now 15\.00.*How it spreads/);
    expect(page).not.toMatch(/would|Promotion run-/);
  });

  it('counts a new name among the values only where nothing else changes', () => {
    const renamed = { path: '/name', from: 'a', to: 'b' };
    const cost = { path: '/value/disruptionCost', from: '0', to: '1500' };
    const asked = (changes: (typeof cost)[]) =>
      words(approval(view([MOVED], { parts: [{ part: acme, stable: code, candidate: code, changes }] })));
    expect(asked([renamed, cost])).toMatch(/changes 1\svalue\?/);
    expect(asked([renamed])).toMatch(/changes 1\svalue\?/);
  });

  it('draws its measures no wider than a phone shows', () => {
    const { document } = parseHTML(approval(view([MOVED, LOSS])));
    expect(Number(document.querySelector('svg')?.getAttribute('width'))).toBeLessThanOrEqual(326);
  });

  it('has a line for every end, in one line of a mail to oversight', () => {
    for (const status of Promotion.shape.status.options) {
      const promotion = Promotion.parse({
        ...{ contract: 'promotion/1', id, tenant: acme, author: 'author', kind: 'policy', submitted: '2' },
        ...{ correlation: 'c', status, requestedAt: '2026-11-22T10:00:00Z' },
      });
      const { document } = parseHTML(renderPromotion(promotion, { view: null, rollbackSeconds: null, trace: [] }));
      expect(document.querySelector('h1')?.textContent).toMatch(/^[A-Z][^\n]{5,}$/);
      expect(promotionEndedMail(status, 'why', 'https://x.example').subject).not.toMatch(/[\r\n]/);
    }
  });
});
