import { describe, expect, it } from 'vitest';
import { PolicySet } from '../../core/model/policy.ts';
import { termsViolations } from '../../core/policy/trial-terms.ts';

const set = (promotion: object, approvers: readonly object[] = []) =>
  PolicySet.parse({
    contract: 'policy-set/1',
    default: { contract: 'policy/1' },
    tenants: { acme: { contract: 'policy/1', approvers } },
    promotion,
  });
const broken = (promotion: object, approvers?: readonly object[]) => termsViolations(set(promotion, approvers));
const person = (id: string, mayDecide: boolean) => ({ id, email: `${id}@acme.example`, mayDecide });
const may = (id: string) => person(id, true);

describe('how candidates are tried', () => {
  it('keeps its invariants by default', () => {
    expect(broken({})).toEqual([]);
  });

  it.each<[string, string, object]>([
    ['trial-requires', '/promotion/requires', { requires: [] }],
    ['trial-canary', '/promotion/canaryShare', { canaryShare: 0.0099 }],
    ['trial-canary', '/promotion/canaryShare', { canaryShare: 0.501 }],
    ['trial-patience', '/promotion/patienceMinutes', { patienceMinutes: 1_439 }],
    ['trial-batch', '/promotion/batch', { worlds: 8, batch: 9 }],
    ['trial-quarters', '/promotion/days', { days: 365 }],
  ])('breaks %s at %s with %j', (rule, path, promotion) => {
    expect(broken(promotion)).toMatchObject([{ rule, path, remedy: expect.stringMatching(/^(name|use) /) }]);
  });

  it.each<[string, object]>([
    ['1 % of the accounts', { canaryShare: 0.01 }],
    ['half of the accounts', { canaryShare: 0.5 }],
    [
      'patience as long as the longest stage, which need not be the last',
      { minutes: { shadow: 3_000 }, patienceMinutes: 3_000 },
    ],
    ['one look, at all worlds', { worlds: 8, batch: 8 }],
    ['stages that last no time', { minutes: { shadow: 0, canary: 0, all: 0 }, patienceMinutes: 0 }],
  ])('may be %s', (_, promotion) => {
    expect(broken(promotion)).toEqual([]);
  });

  it('asks who names approvers to name enough who may decide', () => {
    const few = (quorum: number, ...approvers: readonly object[]) =>
      broken({ quorum }, approvers).map(({ path, rule, received }) => [path, rule, received]);
    const path = '/tenants/acme/approvers';
    expect(few(2)).toEqual([]);
    expect(few(2, may('dana'), may('eli'))).toEqual([]);
    expect(few(2, may('dana'))).toEqual([[path, 'trial-quorum', '1']]);
    expect(few(1, person('dana', false))).toEqual([[path, 'trial-quorum', '0']]);
    expect(few(1, may('dana'))).toEqual([]);
  });
});
