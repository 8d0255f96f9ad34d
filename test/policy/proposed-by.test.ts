import { describe, expect, it } from 'vitest';
import { proposedBy } from '../../core/policy/proposed-by.ts';
import { reportFixture } from '../support/report-fixture.ts';

const { portfolio, plan } = reportFixture({ accounts: 6, reps: 1, days: 3 });
const [first, second] = plan.assignments;
if (!first || !second) throw new Error('two meetings are needed');
const none = { added: [], moved: [], kept: [], cancelled: [] };

describe('a plan in the figures of a list of runs', () => {
  it('counts meetings, accounts and changes, and names the first start, whatever the order of the plan', () => {
    const early = { ...first, start: '2026-11-24T09:00:00Z' };
    const late = { ...first, engagement: second.engagement, start: '2026-11-25T09:00:00Z' };
    const changes = { ...none, added: [late], moved: [{ from: late, to: early }], cancelled: [late, late, late] };
    expect(proposedBy(portfolio, { ...plan, assignments: [late, early] }, changes)).toMatchObject({
      ...{ meetings: 2, accounts: 1, first: early.start, added: 1, moved: 1, cancelled: 3 },
      ...{ from: portfolio.horizon.start, days: 3, currency: portfolio.currency, protectedValue: plan.objective },
      expectedLoss: { with: plan.risk.expectedLoss, without: plan.risk.withoutPlan.expectedLoss },
      badCase: { with: plan.risk.evar, without: plan.risk.withoutPlan.evar },
    });
  });

  it('has no first start where nothing is planned', () => {
    expect(proposedBy(portfolio, { ...plan, assignments: [] }, none)).not.toHaveProperty('first');
  });
});
