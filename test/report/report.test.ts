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
    expect(text).toContain('USD 48.3 M on average of these futures; USD 63.3 M without the plan: 24% less');
    expect(text).toContain('≤ 0.38% No plan can protect more than USD 13.3 M.');
    expect(text).toContain('One more hour of R-1 on Monday 23 November is worth USD 19,000');
  });

  it('says what the coverage floor costs, and nothing of it where it only reports', () => {
    const priced = (price: number, reached: boolean, policy = fixture.policy) =>
      textOf(
        renderReport({ ...fixture, policy, plan: { ...fixture.plan, parityFloor: { floor: 0.8, reached, price } } }),
      );
    expect(priced(1_234_500, true)).toContain('Holding the floor costs USD 12,345 of protected value');
    expect(priced(1_234_500, false)).toContain('Coming this near to the floor costs USD 12,345');
    expect(priced(0, true)).toContain('Holding the floor costs nothing');
    const told = { ...fixture.policy, equity: { ...fixture.policy.equity, parityRounds: 0 } };
    for (const text of [priced(0, false), priced(0, true, told), textOf(report)])
      expect(text).not.toMatch(/floor costs/);
  });

  it('names the reps who were asked less of for what they carried before, the most first', () => {
    const [one, two, ...others] = fixture.plan.load;
    if (one === undefined || two === undefined) throw new Error('the fixture has two reps');
    const load = [
      { ...one, historyShare: 1.2, surchargePerMinute: 100 },
      { ...two, historyShare: 1.5, surchargePerMinute: 400 },
      ...others.map((row) => ({ ...row, historyShare: 0.8, surchargePerMinute: 0 })),
    ];
    expect(textOf(renderReport({ ...fixture, plan: { ...fixture.plan, load } }))).toContain(
      `2 reps carried more than the others before, so an hour of theirs counted for less in this plan: ${two.rep} (150% of the average, USD 240), ${one.rep} (120% of the average, USD 60).`,
    );
    expect(textOf(report)).not.toContain('carried more than the others');
  });

  it('says that simulated futures are of the market as forecast where the policy declares others', () => {
    const markets = [
      { name: 'as forecast', weight: 3, hazard: 1 },
      { name: 'downturn', weight: 1, hazard: 1.5 },
    ];
    const text = textOf(
      renderReport({ ...fixture, plan: { ...fixture.plan, risk: { ...fixture.plan.risk, markets } } }),
    );
    expect(text).toMatch(/simulated futures of the market as forecast, the same ones/);
    expect(text).toContain('downturn (25%, hazards times 1.5)');
    expect(textOf(report)).toMatch(/simulated futures, the same ones/);
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
