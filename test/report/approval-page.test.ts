import { describe, expect, it } from 'vitest';
import { DecisionRequest } from '../../core/model/decision.ts';
import { EngagementId } from '../../core/model/ids.ts';
import { parse } from '../../core/model/parse.ts';
import { reasonsAgainst } from '../../core/report/against.ts';
import { renderApproval, renderDecisionInvalid } from '../../core/report/approval-page.ts';
import { renderDecided } from '../../core/report/decided-page.ts';
import { decisionBrief } from '../../core/report/decision-brief.ts';
import { type DecisionProblem, renderDecisionProblem } from '../../core/report/decision-problem-page.ts';
import { decisionFixture } from '../support/decision-fixture.ts';
import { activeParts, brokenIds, unbalancedTags } from '../support/document-structure.ts';

const input = decisionFixture();
const page = renderApproval(input);

describe('renderApproval', () => {
  it('gives one well-formed document with nothing active', () => {
    expect(activeParts(page)).toEqual([]);
    expect(unbalancedTags(page)).toEqual([]);
    expect(brokenIds(page)).toEqual([]);
  });

  it('posts the fields of the decision contract and nothing else', () => {
    expect(page.match(/<form[^>]*>/g)).toEqual([
      '<form class="decide" method="post" action="/v1/decisions/reference" accept-charset="utf-8">',
    ]);
    const names = new Set([...page.matchAll(/\sname="([^"]+)"/g)].map(([, name]) => name));
    for (const name of ['viewport', 'robots', 'referrer', 'color-scheme']) names.delete(name);
    expect([...names].toSorted()).toEqual(Object.keys(DecisionRequest.shape).toSorted());
    expect(page).toContain(`name="plan" value="${input.gate.planDigest}"`);
  });

  it('chooses no verdict and ticks nothing beforehand', () => {
    expect(page).not.toMatch(/\schecked/);
    expect(page.match(/type="radio"/g)).toHaveLength(3);
  });

  it('says what changes, who is affected, the strongest reason against and the cost of not deciding', () => {
    for (const text of [
      'added',
      'moved',
      'cancelled',
      'The strongest reason against',
      'If you do not decide',
      'Who is affected',
    ])
      expect(page).toContain(text);
    expect(page).toContain('Mandatory, not placed');
    expect(page).toContain('E-1126-1');
  });

  it('accounts for every account of its title: those with a new meeting and those promised one before', () => {
    const assignments = input.plan.assignments.map((meeting, index) => ({ ...meeting, pinned: index === 0 }));
    const [, ...rest] = assignments;
    const plan = { ...input.plan, assignments };
    const text = renderApproval({ ...input, plan, published: null }).replaceAll('\u00a0', ' ');
    const accounts = new Set(assignments.map(({ account }) => account)).size;
    const fresh = new Set(rest.map(({ account }) => account)).size;
    expect(text).toContain(`with ${accounts} accounts?`);
    expect(text).toContain(`${fresh} accounts get a new meeting`);
    expect(accounts - fresh).toBe(1);
    expect(text).toContain('1 more account in the plan keeps only what it was promised before.');
    expect(text).toContain('1 of the added was agreed with the customer before');
  });

  it('counts what it does not list, and sends nobody to a report that is only written after the decision', () => {
    const many = Array.from({ length: 15 }, (_, n) => ({ kind: 'starved' as const, subject: `A-${1000 + n}` }));
    const text = renderApproval({ ...input, adverse: many, published: null });
    expect(text).toContain('3 more, not listed here.');
    expect(text).toMatch(/\d more: <a href="#whole-plan">the whole plan<\/a>\./);
    expect(text).not.toContain('in the report');
  });

  it('has every meeting and every conversation left out with its reason, folded away, before the decision', () => {
    const whole = page.slice(page.indexOf('id="whole-plan"'), page.indexOf('id="decide"'));
    const { assignments, unscheduled } = input.plan;
    expect(whole.match(/<details/g)?.length).toBeGreaterThan(1);
    expect(whole).not.toContain('<details open');
    expect(assignments.filter(({ account }) => !whole.includes(`<strong>${account}</strong>`))).toEqual([]);
    expect(unscheduled.filter(({ engagement }) => !whole.includes(`${engagement}`))).toEqual([]);
    expect(whole).not.toContain('larger than this page');
  });

  it('stays small however large the plan is, and says where the rest is', () => {
    const more = Array.from({ length: 60 }, (_, copy) =>
      input.plan.assignments.map((a) => ({ ...a, engagement: EngagementId.parse(`${a.engagement}-${copy}`) })),
    );
    const left = Array.from({ length: 200 }, () => input.plan.unscheduled);
    const plan = { ...input.plan, assignments: more.flat(), unscheduled: left.flat() };
    const large = renderApproval({ ...input, plan });
    expect(plan.assignments.length).toBeGreaterThan(10_000);
    expect(large.length).toBeLessThan(250_000);
    expect(large).toContain(`/v1/runs/${input.run.id}/plan`);
    expect(unbalancedTags(large)).toEqual([]);
  });

  it('says first that meetings begin before the time to decide is over, and what a late approval does with them', () => {
    const [first] = input.plan.assignments.map(({ start }) => start).sort();
    const expiresAt = new Date(Date.parse(first ?? '') + 6 * 3_600_000).toISOString();
    const late = renderApproval({ ...input, published: null, gate: { ...input.gate, expiresAt } });
    const [header = ''] = late.split('</header>');
    expect(header).toMatch(/First new meeting: \w{3} \d+ \w{3}, \d\d:\d\d \(\w+\)\./);
    expect(header).toMatch(/by the deadline \d+\u00a0meetings?\s+(has|have) fallen away that protects? USD/);
    expect(late).toContain('is left out, and nobody is told of it');
    const dataQuality = { ...input.policy.dataQuality, maxAgeHours: 1_000_000 };
    const any = {
      ...input,
      published: null,
      policy: { ...input.policy, dataQuality },
      gate: { ...input.gate, expiresAt },
    };
    expect(renderApproval(any)).toContain('is published as it stands, in the past');
    const early = renderApproval({ ...input, gate: { ...input.gate, expiresAt: '2026-11-20T06:00:00Z' } });
    expect(early).not.toContain('fallen away');
  });

  it('says before anything else how many meetings began since the plan was made, and that an approval leaves them out', () => {
    const noon = '2026-11-23T12:00:00Z';
    const fresh = { ...input, published: null };
    const shown = renderApproval({ ...fresh, at: noon });
    const [header = ''] = shown.split('</header>');
    const early = input.plan.assignments.filter(({ start, pinned }) => !pinned && Date.parse(start) < Date.parse(noon));
    expect(early.length).toBeGreaterThan(1);
    expect(header).toContain(`${early.length}\u00a0meetings of this plan have begun since it was made.`);
    expect(header).toContain('An approval leaves them out');
    expect(unbalancedTags(shown)).toEqual([]);
    expect(renderApproval({ ...fresh, at: input.portfolio.asOf })).not.toContain('since it was made');
    expect(renderApproval(fresh)).not.toContain('since it was made');
  });

  it('opens with who objected since: what is off already, and what an approval cannot publish', () => {
    const text = renderApproval({ ...input, objected: { planned: ['A-7'], published: ['A-7', 'A-9'] } });
    expect(text.indexOf('2 customers objected')).toBeLessThan(text.indexOf('The strongest reason against'));
    expect(text).toContain('2\u00a0published meetings with A-7, A-9 are called off already');
    expect(text).toMatch(/1\u00a0meeting with A-7\. It cannot come into force as it is/);
    expect(page).not.toContain('objected to any contact');
  });

  it('comes back after an invalid form with every violation, verdict and reason kept, and no tick', () => {
    const body = { verdict: 'approve', reason: '</textarea><script>1</script>', plan: input.gate.planDigest };
    const parsed = parse(DecisionRequest, body);
    if (parsed.ok) throw new Error('an approval without its tick must not parse');
    const again = renderDecisionInvalid({ ...input, violations: parsed.violations, entered: body });
    expect(again).toContain('<a href="#confirmed">Tick the confirmation before you approve.</a>');
    expect(again).toMatch(/value="approve" required checked/);
    expect(again).not.toMatch(/type="checkbox"[^>]*checked[ >]/);
    expect(again).toContain('&lt;/textarea&gt;&lt;script&gt;');
    expect(activeParts(again)).toEqual([]);
    expect(unbalancedTags(again)).toEqual([]);
    expect(brokenIds(again)).toEqual([]);
  });
});

describe('reasonsAgainst', () => {
  const brief = decisionBrief(input);
  const base = { view: brief.view, risks: brief.risks, changes: brief.changes, adverse: [], posture: input.posture };
  const nothingDisturbed = { added: brief.changes.added, kept: [], moved: [], cancelled: [] };

  it('puts harm to a vulnerable account before a broken promise', () => {
    const adverse = [{ kind: 'vulnerable-passed-over' as const, subject: 'A-1004' }];
    expect(reasonsAgainst({ ...base, adverse })[0].title).toBe('1\u00a0vulnerable account would be passed over');
    expect(reasonsAgainst(base)[0].title).toBe('21\u00a0published meetings would be moved or cancelled');
  });

  it('is never without an argument', () => {
    expect(reasonsAgainst({ ...base, changes: nothingDisturbed })[0].title).toBe('The forecast may be wrong');
  });

  it('names a group under the floor and a wide gap', () => {
    const [first] = brief.view.plan.parity;
    if (!first) throw new Error('the fixture has groups');
    const plan = {
      ...brief.view.plan,
      gap: 0.08,
      parity: [{ ...first, coverage: 0.3, ratio: 0.5, reportOnly: false }],
    };
    const titles = reasonsAgainst({ ...base, changes: nothingDisturbed, view: { ...brief.view, plan } }).map(
      (r) => r.title,
    );
    expect(titles).toEqual([
      'tier enterprise is covered less than others',
      'A better plan may exist',
      'The forecast may be wrong',
    ]);
  });
});

describe('the cost of waiting', () => {
  it('counts new meetings that start before the gate closes, and what one day costs', () => {
    const open = decisionBrief({
      ...input,
      published: null,
      gate: { ...input.gate, expiresAt: '2026-11-23T09:00:00Z' },
    });
    const before = input.plan.assignments.filter(
      (a) => !a.pinned && Date.parse(a.start) < Date.parse('2026-11-23T09:00:00Z'),
    );
    expect(open.waiting.meetings).toBe(before.length);
    expect(before.length).toBeGreaterThan(0);
    expect(open.waiting.value).toBe(before.reduce((sum, { value }) => sum + value, 0));
    expect(open.waiting.perDay).toBeGreaterThan(0);
    expect(open.waiting.perDay).toBeLessThan(input.plan.objective);
  });
});

describe('pages after the decision', () => {
  const problems: DecisionProblem[] = [
    { kind: 'expired', expiredAt: '2026-11-24T06:00:00Z' },
    { kind: 'already-decided', verdict: 'reject', at: '2026-11-23T08:00:00Z' },
    { kind: 'handed-over', to: 'eli' },
    { kind: 'own-run' },
    { kind: 'stale' },
    { kind: 'ended', status: 'rolled-back' },
    { kind: 'unknown' },
  ];

  it.each(problems)('says what is wrong without a form when the link is $kind', (problem) => {
    const text = renderDecisionProblem(problem);
    expect(text).toContain('Nothing was changed');
    expect(text).not.toMatch(/<form|<button|<input/);
    expect(activeParts(text)).toEqual([]);
    expect(unbalancedTags(text)).toEqual([]);
    expect(brokenIds(text)).toEqual([]);
  });

  it('shows what was decided, with the reason as text', () => {
    const decided = {
      reason: '<b>no</b>',
      at: '2026-11-23T08:00:00Z',
      approver: 'dana',
      run: 'run-1',
      planDigest: 'sha256:9',
    };
    const text = renderDecided({ ...decided, verdict: 'reject' });
    expect(text).toContain('<h1>Rejected</h1>');
    expect(text).toContain('<bdi>&lt;b&gt;no&lt;/b&gt;</bdi>');
    const half = renderDecided({ ...decided, verdict: 'approve', approvalsMissing: 1 });
    expect(half).toContain('<h1>Approved by you</h1>');
    expect(half).toContain('1 more is needed');
  });
});
