import { describe, expect, it } from 'vitest';
import { changesOf } from '../../core/policy/changes.ts';
import { proposedBy } from '../../core/policy/proposed-by.ts';
import { stepSentence } from '../../core/report/step-sentence.ts';
import { reportFixture } from '../support/report-fixture.ts';

const { portfolio, plan } = reportFixture();
const proposed = proposedBy(portfolio, plan, changesOf(plan, [], portfolio.asOf));
const told = (step: string, decision: string, ...reasons: string[]) =>
  stepSentence({ step: `0/${step}`, decision, reasons }, { proposed }).replaceAll('\u00a0', ' ');

describe('a step as a sentence', () => {
  it.each([
    ['preflight', 'go', [], 'Portfolio, policy and flags are fit to plan with.'],
    [
      'score',
      'scored',
      ['accounts 300', 'bad data 0.00667', 'reserved 13'],
      '300 accounts with a chance of loss, 0.7% of them from doubtful data; 13 are reserved by lot.',
    ],
    ['score', 'scored', ['something new'], 'Every account has its chance of loss.'],
    [
      'assess-posture',
      'steady',
      ['posture elevated → steady'],
      'Before planning, the posture is steady, and was elevated before.',
    ],
    ['assess-posture', 'steady', [], 'Before planning, the posture is steady.'],
    [
      'split-blocks',
      'split',
      ['blocks 2, shards 2', 'θ 5.04e-8'],
      'Reps and engagements that share nobody were parted, to be planned side by side.',
    ],
    [
      'split-blocks',
      'split',
      ['blocks 2, shards 2', 'θ 5.04e-8', 'from the published plan: little changed'],
      'Reps and engagements that share nobody were parted, to be planned side by side. Little changed since the plan in force, so planning went on from it.',
    ],
    [
      'merge-shards/sha256:aa',
      'again',
      ['round 0', 'θ 5.04e-8'],
      'A first plan was put together; the next round weighs the bad case by it.',
    ],
    [
      'merge-shards/sha256:aa',
      'again',
      ['round 0', 'θ 5.04e-8', 'anew: too far from the published plan'],
      'Values have changed too much to go on from the plan in force: planning begins anew.',
    ],
    [
      'merge-shards/sha256:aa',
      'planned',
      ['round 1', 'θ 5.04e-8', 'objective 70305184, bound 70442838'],
      'The plan was put together: it protects USD 703 k, and no plan can protect more than USD 704 k.',
    ],
    ['audit', 'failed', ['overlap', 'skill'], 'The independent checker refused the plan: overlap; skill.'],
    [
      'route',
      'one-approver',
      [
        'someone is adversely affected (row 4 of the routing table)',
        'starved A-1',
        'starved A-2',
        'mandatory-dropped E-3',
      ],
      'One approver has to decide: someone is adversely affected; passed over once more: A-1, A-2; mandatory and without a place: E-3.',
    ],
    ['request-decision', 'asked', ['1 of 2 approvers'], '2 approvers were asked by mail; 1 must approve.'],
    ['decision/p-approver', 'approve', ['approver p-approver'], 'p-approver approved.'],
    ['commit', 'committed', ['head version 1'], 'The plan was put in force.'],
    ['publish', 'published', ['attempt 0', 'head version 1'], 'Calendars were renewed, and the CRM was told.'],
    ['escalate', 'expired', ['gate-expired'], 'Nobody decided in time; oversight was told: gate-expired.'],
    ['something-new', 'half-way', ['a reason', 'sha256:aa'], 'Half way. A reason.'],
  ])('%s, %s', (step, decision, reasons, sentence) => {
    expect(told(step, decision, ...reasons)).toBe(sentence);
  });

  it('takes the figures of the plan as the report has them', () => {
    expect(proposed).toMatchObject({
      meetings: plan.assignments.length,
      protectedValue: plan.objective,
      badCase: { with: plan.risk.evar, without: plan.risk.withoutPlan.evar },
      added: plan.assignments.length,
      moved: 0,
    });
    expect(plan.assignments.every(({ start }) => Date.parse(start) >= Date.parse(proposed.first ?? ''))).toBe(true);
  });
});
