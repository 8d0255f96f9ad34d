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

  it('is accepted with two people who have an address each', () => {
    expect(broken([ada, { id: 'bob', email: 'bob@demo.example' }])).toEqual([]);
  });
});
