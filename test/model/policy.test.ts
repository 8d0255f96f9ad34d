import { describe, expect, it } from 'vitest';
import { parse } from '../../core/model/parse.ts';
import { ConfiguredPolicy, Policy } from '../../core/model/policy.ts';

const ada = { id: 'ada', email: 'ada@demo.example' };
const broken = (approvers: readonly unknown[]) => {
  const parsed = parse(ConfiguredPolicy, { contract: 'policy/1', approvers });
  return parsed.ok ? [] : parsed.violations.map(({ path, remedy }) => `${path} ${remedy}`);
};

describe('a policy', () => {
  it('is complete with nothing but its contract named', () => {
    expect(Policy.parse({ contract: 'policy/1' }).risk).toEqual({ measure: 'evar', alpha: 0.95, rounds: 3 });
  });

  it('is refused where one person stands twice among the approvers', () => {
    expect(broken([ada, { ...ada, email: 'other@demo.example' }])).toEqual(['/approvers name each person once']);
  });

  it('is refused where two approvers share a mailbox, however it is written', () => {
    expect(broken([ada, { id: 'bob', email: 'ADA@demo.example' }])).toEqual([
      '/approvers give each person an address of their own',
    ]);
  });

  it.each([-1, 1e308, Number.NaN, Number.POSITIVE_INFINITY, '0.5', null])(
    'is refused with %s as a threshold of the posture, at its path and with what to use instead',
    (value) => {
      const parsed = parse(Policy, { contract: 'policy/1', posture: { gap: { critical: value } } });
      if (parsed.ok) throw new Error('such a threshold was taken');
      const [first] = parsed.violations;
      expect(first?.path).toBe('/posture/gap/critical');
      expect(first?.remedy).toMatch(/0 to 1000|number/);
    },
  );

  it('is refused where a worse posture is reached before a better one', () => {
    const parsed = parse(Policy, { contract: 'policy/1', posture: { gap: { elevated: 0.4, high: 0.2 } } });
    expect(parsed).toMatchObject({
      ok: false,
      violations: [{ path: '/posture/gap', remedy: 'let elevated ≤ high ≤ critical' }],
    });
  });

  it('is accepted with two people who have an address each', () => {
    expect(broken([ada, { id: 'bob', email: 'bob@demo.example' }])).toEqual([]);
  });
});
