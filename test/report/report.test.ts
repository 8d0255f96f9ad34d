import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Portfolio } from '../../core/model/portfolio.ts';
import { CONTENT_SECURITY_POLICY } from '../../core/report/page.ts';
import { renderReport } from '../../core/report/report.ts';
import { scorecard } from '../../core/report/scorecard.ts';
import { activeParts, brokenIds, unbalancedTags } from '../support/document-structure.ts';
import { reportFixture } from '../support/report-fixture.ts';

const fixture = reportFixture();
const report = renderReport({ ...fixture, posture: 'elevated', scorecard: scorecard(fixture) });

describe('renderReport', () => {
  it('gives one well-formed document with nothing active and no request', () => {
    expect(report.startsWith('<!doctype html>\n<html lang="en">')).toBe(true);
    expect(activeParts(report)).toEqual([]);
    expect(unbalancedTags(report)).toEqual([]);
    expect(brokenIds(report)).toEqual([]);
  });

  it('allows in its policy exactly the style it carries', () => {
    const style = report.match(/<style>([\s\S]*?)<\/style>/)?.[1] ?? '';
    expect(CONTENT_SECURITY_POLICY).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
    expect(report).toContain(`content="${CONTENT_SECURITY_POLICY}"`);
  });

  it('says what is protected, the bad case with and without, and what no plan can exceed', () => {
    const text = textOf(report);
    expect(text).toContain('Protected value USD 13.2 M');
    expect(text).toContain('USD 48.3 M USD 63.3 M without the plan: 24% less');
    expect(text).toContain('≤ 0.38% No plan can protect more than USD 13.3 M.');
    expect(text).toContain('One more hour of R-1 on Monday 23 November is worth USD 19,000');
  });

  it('is the same for documents in another order of records', () => {
    const shuffled = {
      ...fixture,
      portfolio: { ...fixture.portfolio, accounts: fixture.portfolio.accounts.toReversed() },
      plan: {
        ...fixture.plan,
        assignments: fixture.plan.assignments.toReversed(),
        unscheduled: fixture.plan.unscheduled.toReversed(),
        prices: fixture.plan.prices.toReversed(),
      },
    };
    expect(renderReport({ ...shuffled, posture: 'elevated', scorecard: scorecard(shuffled) })).toBe(report);
  });

  it('draws every meeting of a small team and lists every cause', () => {
    expect(report.match(/class="(?:meeting|pinned)"/g)?.length).toBe(fixture.plan.assignments.length + 2);
    for (const title of ['No room, others gain more', 'The customer objected', 'No rep speaks the language'])
      expect(report).toContain(title);
  });

  it('stays under a megabyte and counts what it leaves out for 5,000 accounts', () => {
    const large = reportFixture({ accounts: 5_000, reps: 90, days: 20 });
    const page = renderReport(large);
    expect(page.length).toBeLessThan(1_200_000);
    expect(textOf(page)).toMatch(/66 more reps with [\d,]+ meetings/);
    expect(unbalancedTags(page)).toEqual([]);
  });

  it('has a page for an empty portfolio and an empty plan', () => {
    const portfolio = Portfolio.parse({
      contract: 'portfolio/1',
      asOf: '2026-11-23T00:00:00Z',
      currency: 'JPY',
      horizon: { start: '2026-11-23', days: 1 },
      accounts: [],
      engagements: [],
      reps: [],
    });
    const zero = { expectedLoss: 0, evar: 0 };
    const plan = {
      ...fixture.plan,
      objective: 0,
      bound: 0,
      gap: 0,
      risk: { ...fixture.plan.risk, ...zero, withoutPlan: zero },
      assignments: [],
      unscheduled: [],
      prices: [],
      parity: [],
      load: [],
    };
    const empty = { ...fixture, portfolio, plan };
    const page = renderReport({ ...empty, scorecard: scorecard(empty) });
    expect(unbalancedTags(page)).toEqual([]);
    expect(page).not.toMatch(/NaN|Infinity|undefined/);
    expect(textOf(page)).toContain('Nothing: every engagement has its place.');
  });

  it('keeps hostile labels inert and links to foreign schemes dead', () => {
    const hostile = {
      ...fixture,
      plan: {
        ...fixture.plan,
        assignments: fixture.plan.assignments.map((assignment) => ({
          ...assignment,
          reasons: [
            { code: '=cmd|"/c calc"!A1<script>alert(1)</script>\u202e', numbers: {}, refs: { '<b>': '"onload=x' } },
          ],
        })),
      },
    };
    const page = renderReport({ ...hostile, links: [{ label: '<i>', href: 'javascript:alert(1)' }] });
    expect(activeParts(page.replaceAll('&quot;onload=x', ''))).toEqual([]);
    expect(unbalancedTags(page)).toEqual([]);
    expect(page).not.toContain('\u202e');
  });
});

function textOf(page: string): string {
  return page
    .replace(/<(style|title)>[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/[\s\u00a0]+/g, ' ')
    .replace(/ ([.,;:])/g, '$1');
}
