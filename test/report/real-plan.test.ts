import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { Digest } from '../../core/model/ids.ts';
import { parsePortfolio } from '../../core/model/parse-portfolio.ts';
import { Policy } from '../../core/model/policy.ts';
import { accountRisks } from '../../core/report/account-risk.ts';
import { repFeed } from '../../core/report/feed.ts';
import { followUps } from '../../core/report/follow-ups.ts';
import { planView } from '../../core/report/plan-view.ts';
import { WORDED_CODES } from '../../core/report/reason-words.ts';
import { renderReport } from '../../core/report/report.ts';
import { scorecard } from '../../core/report/scorecard.ts';
import { summary } from '../../core/report/summary.ts';
import { planPortfolio } from '../../core/schedule/plan-portfolio.ts';
import { brokenIds, unbalancedTags } from '../support/document-structure.ts';

const parsed = parsePortfolio(JSON.parse(readFileSync('infra/local/examples/portfolio.json', 'utf8')));
if (!parsed.ok) throw new Error('the example portfolio must be valid');
const portfolio = parsed.value;
const policy = Policy.parse({
  contract: 'policy/1',
  search: { dualIterations: 20, sweeps: 2, beamWidth: 4 },
  risk: { rounds: 1 },
});
const digest = (digit: string) => Digest.parse(`sha256:${digit.repeat(64)}`);
const plan = planPortfolio({
  portfolio,
  policy,
  digests: { portfolio: digest('1'), policy: digest('2'), code: digest('3') },
});
const documents = { portfolio, policy, plan };

describe('a plan of the planner', () => {
  it('has words for every reason it gives', () => {
    const codes = [...plan.assignments, ...plan.unscheduled].flatMap(({ reasons }) => reasons.map(({ code }) => code));
    expect(codes.length).toBeGreaterThan(100);
    expect([...new Set(codes)].filter((code) => !WORDED_CODES.has(code))).toEqual([]);
  });

  it('has the expected loss that the report computes account by account', () => {
    const known = accountRisks(planView(documents));
    const total = (of: 'expectedWith' | 'expectedWithout') =>
      Math.round(known.reduce((sum, risk) => sum + risk[of], 0));
    expect(total('expectedWithout')).toBe(plan.risk.withoutPlan.expectedLoss);
    expect(total('expectedWith')).toBe(plan.risk.expectedLoss);
  });

  it('gives whole pages, valid feeds for every rep, and a summary', () => {
    const page = renderReport({ ...documents, scorecard: scorecard(documents) });
    expect(unbalancedTags(page)).toEqual([]);
    expect(brokenIds(page)).toEqual([]);
    expect(page).not.toMatch(/NaN|undefined|\[object/);
    const feeds = portfolio.reps.map((rep) => ICAL.parse(repFeed({ rep, plan, portfolio, tenant: 'demo' })));
    const meetings = feeds.flatMap((feed) => new ICAL.Component(feed).getAllSubcomponents('vevent'));
    expect(meetings).toHaveLength(plan.assignments.length);
    expect(followUps(documents).length).toBeGreaterThan(0);
    expect(summary(documents)).toContain(
      `Left out: ${plan.unscheduled.length} engagements of ${portfolio.engagements.length}`,
    );
  });
});
