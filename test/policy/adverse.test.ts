import { describe, expect, it } from 'vitest';
import type { Plan } from '../../core/model/plan.ts';
import { adverseEffects } from '../../core/policy/adverse.ts';
import { account, draft, engagement, policyOf, portfolioOf } from '../audit/example.ts';

const policy = policyOf({ equity: { starvationRuns: 3 } });
const PLACED = [['E-1', 'R-1', '2026-11-24T09:00:00Z']] as const;

/** Of one account with these fields and this work, in a plan that meets others only, or it too. */
function effects(
  fields: object,
  work: readonly object[],
  met: boolean,
  cause: Plan['unscheduled'][number]['cause'] = 'outbid',
) {
  const portfolio = portfolioOf({
    accounts: [account('A-1', { ...fields }), account('A-2')],
    engagements: [...work.map((each, i) => engagement(`E-${i + 1}`, 'A-1', { ...each })), engagement('E-9', 'A-2')],
  });
  const plan = draft(portfolio, policy, met ? PLACED : [['E-9', 'R-1', '2026-11-24T09:00:00Z']]);
  const unscheduled = plan.unscheduled.map((each) => ({ ...each, cause }));
  return adverseEffects(portfolio, { ...plan, unscheduled }, policy.equity).map(({ kind, subject }) => [kind, subject]);
}

const vulnerable = { contact: { vulnerable: true } };
const starved = { passedOver: 3 };

describe('what a plan does to people that a person must decide', () => {
  it('is to pass over a vulnerable account that has work, and not one that is met or has none', () => {
    expect(effects(vulnerable, [{}], false)).toEqual([['vulnerable-passed-over', 'A-1']]);
    expect(effects(vulnerable, [{}, {}], true)).toEqual([]);
    expect(effects(vulnerable, [], false)).toEqual([]);
    expect(effects({}, [{}], false)).toEqual([]);
  });

  it('is to drop a mandatory engagement, also of an account that is met by another', () => {
    expect(effects({}, [{}, { mandatory: true }], true)).toEqual([['mandatory-dropped', 'E-2']]);
    expect(effects({}, [{ mandatory: true }, {}], true)).toEqual([]);
  });

  it('is to pass an account over once more than the policy allows', () => {
    expect(effects(starved, [{}], false)).toEqual([['starved', 'A-1']]);
    expect(effects(starved, [{}, {}], true)).toEqual([]);
    expect(effects({ passedOver: 2 }, [{}], false)).toEqual([]);
  });

  it('is all of it at once, each way by itself', () => {
    expect(effects({ ...vulnerable, ...starved }, [{ mandatory: true }], false)).toEqual([
      ['vulnerable-passed-over', 'A-1'],
      ['mandatory-dropped', 'E-1'],
      ['starved', 'A-1'],
    ]);
  });

  it.each(['objection', 'consent', 'silence-after-refusal'] as const)(
    'is nothing that the customer wished: %s',
    (cause) => {
      expect(effects({ ...vulnerable, ...starved }, [{ mandatory: true }], false, cause)).toEqual([]);
    },
  );
});
