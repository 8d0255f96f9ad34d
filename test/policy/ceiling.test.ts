import { describe, expect, it } from 'vitest';
import { Autonomy } from '../../core/model/policy.ts';
import { ceilingOf, stricter } from '../../core/policy/ceiling.ts';

const STRICTNESS = ['autonomous', 'one-approver', 'two-approvers', 'blocked'];

describe('the ceiling of autonomy', () => {
  it('is none with fresh configuration and a closed breaker', () => {
    expect(ceilingOf({ stale: false, last: 'blocked', breaker: 'closed' })).toEqual({
      atMost: 'autonomous',
      reasons: [],
    });
  });

  it.each([
    [null, 'one-approver'],
    ['autonomous', 'one-approver'],
    ['one-approver', 'one-approver'],
    ['two-approvers', 'two-approvers'],
    ['blocked', 'blocked'],
  ] as const)('with stale configuration and %s for the last run is %s, and says so', (last, atMost) => {
    const ceiling = ceilingOf({ stale: true, last, breaker: 'closed' });
    expect(ceiling.atMost).toBe(atMost);
    expect(ceiling.reasons).toEqual([`configuration cannot be reached: at most ${atMost}, as the last run`]);
  });

  it('on trial is one approver, and the stricter of both where configuration is stale, too', () => {
    expect(ceilingOf({ stale: false, last: null, breaker: 'trial' }).atMost).toBe('one-approver');
    const both = ceilingOf({ stale: true, last: 'two-approvers', breaker: 'trial' });
    expect([both.atMost, both.reasons.length]).toEqual(['two-approvers', 2]);
  });

  it('takes the stricter of any two', () => {
    for (const a of Autonomy.options)
      for (const b of Autonomy.options)
        expect(STRICTNESS.indexOf(stricter(a, b))).toBe(Math.max(STRICTNESS.indexOf(a), STRICTNESS.indexOf(b)));
  });
});
