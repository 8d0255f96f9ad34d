import { describe, expect, it } from 'vitest';
import { DerivedFeature } from '../../core/model/scorecard-model.ts';
import { subjectOf, withDerived } from '../../core/risk/derived-feature.ts';

const record = { tenure: 9, fee: 20, plan: 'a', site: 'x', addOn: 'Yes', support: 'No', auto: true, blank: ' ' };
const value = (feature: DerivedFeature) => withDerived(record, [feature])[feature.name];

describe('withDerived', () => {
  it('computes each operation', () => {
    expect(value({ name: 'd', op: 'log1p', of: 'tenure' })).toBe(Math.log1p(9));
    expect(value({ name: 'd', op: 'hinge', of: 'tenure', from: 6 })).toBe(3);
    expect(value({ name: 'd', op: 'product', of: ['tenure', 'auto'] })).toBe(9);
    expect(value({ name: 'd', op: 'ratio', of: ['fee', 'tenure'] })).toBe(20 / 9);
    expect(value({ name: 'd', op: 'cross', of: ['plan', 'site'] })).toBe('a & x');
    expect(value({ name: 'd', op: 'count', of: ['addOn', 'support', 'blank'], equals: 'Yes' })).toBe(1);
  });

  it('is not known where a source is missing, is text instead of a number, or the result is undefined', () => {
    expect(value({ name: 'd', op: 'log1p', of: 'plan' })).toBeUndefined();
    expect(value({ name: 'd', op: 'product', of: ['tenure', 'absent'] })).toBeUndefined();
    expect(value({ name: 'd', op: 'cross', of: ['plan', 'blank'] })).toBeUndefined();
    expect(value({ name: 'd', op: 'count', of: ['blank', 'absent'], equals: 'Yes' })).toBeUndefined();
    expect(withDerived({ a: 1, b: 0 }, [{ name: 'd', op: 'ratio', of: ['a', 'b'] }])['d']).toBeUndefined();
    expect(withDerived({ a: -1 }, [{ name: 'd', op: 'log1p', of: 'a' }])['d']).toBeUndefined();
  });

  it('does not take an inherited property for a feature', () => {
    expect(value({ name: 'd', op: 'cross', of: ['plan', 'constructor'] })).toBeUndefined();
  });

  it('lets later derivations use earlier ones and leaves the record as it was', () => {
    const chain: DerivedFeature[] = [
      { name: 'onA', op: 'count', of: ['plan'], equals: 'a' },
      { name: 'tenureOnA', op: 'product', of: ['tenure', 'onA'] },
    ];
    expect(withDerived(record, chain)['tenureOnA']).toBe(9);
    expect(record).not.toHaveProperty('onA');
  });
});

describe('subjectOf', () => {
  const derived: DerivedFeature[] = [
    { name: 'logTenure', op: 'log1p', of: 'tenure' },
    { name: 'late', op: 'hinge', of: 'logTenure', from: 2 },
    { name: 'mixed', op: 'product', of: ['logTenure', 'fee'] },
    { name: 'fee', op: 'log1p', of: 'fee' },
  ];

  it('is the one raw feature behind a chain, and the feature itself where several are mixed', () => {
    expect(['tenure', 'late', 'mixed', 'fee'].map((name) => subjectOf(name, derived))).toEqual([
      'tenure',
      'tenure',
      'mixed',
      'fee',
    ]);
  });
});

describe('DerivedFeature', () => {
  it('refuses an unknown operation and an unknown key', () => {
    expect(DerivedFeature.safeParse({ name: 'd', op: 'eval', of: 'x' }).success).toBe(false);
    expect(DerivedFeature.safeParse({ name: 'd', op: 'log1p', of: 'x', code: '1' }).success).toBe(false);
    expect(DerivedFeature.safeParse({ name: 'd', op: 'hinge', of: 'x', from: 1 }).success).toBe(true);
  });
});
