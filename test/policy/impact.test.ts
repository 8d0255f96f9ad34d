import { describe, expect, it } from 'vitest';
import type { Changes } from '../../core/policy/changes.ts';
import { impactOf } from '../../core/policy/impact.ts';
import { reportFixture } from '../support/report-fixture.ts';

const { plan } = reportFixture({ accounts: 6, reps: 1, days: 3 });
const [first, second] = plan.assignments;
if (!first || !second || first.account === second.account) throw new Error('two meetings of two accounts are needed');

const thresholds = { disturbedShare: { medium: 0.25, high: 0.5 }, contactedShare: { medium: 0.25, high: 0.5 } };
const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);
const of = (changes: Partial<Changes>, accounts = 8) =>
  impactOf({ added: [], moved: [], kept: [], cancelled: [], ...changes }, accounts, thresholds);

describe('how much a plan changes for people', () => {
  it('is what it moves or cancels of all that is published and still to come', () => {
    const changes = { moved: times(1, { from: first, to: second }), cancelled: times(1, first), kept: times(2, first) };
    expect(of(changes)).toEqual({ impact: 'medium', disturbedShare: 0.5, contactedShare: 0 });
    expect(of({ ...changes, kept: times(1, first) }).impact).toBe('high');
    expect(of({ ...changes, kept: times(6, first) })).toMatchObject({ impact: 'low', disturbedShare: 0.25 });
  });

  it('is also whom it newly contacts, of all accounts: each once, and not who has a pinned meeting', () => {
    expect(of({ added: [first, first, second] })).toMatchObject({ impact: 'low', contactedShare: 0.25 });
    expect(of({ added: [first, second] }, 4)).toMatchObject({ impact: 'medium', contactedShare: 0.5 });
    expect(of({ added: [first, second] }, 3).impact).toBe('high');
    expect(of({ added: [{ ...first, pinned: true }] })).toMatchObject({ impact: 'low', contactedShare: 0 });
  });

  it('is the worse of both, and low where there is nothing to change and nobody', () => {
    expect(of({ added: [first, second], cancelled: [first] }).impact).toBe('high');
    expect(of({}, 0)).toEqual({ impact: 'low', disturbedShare: 0, contactedShare: 0 });
  });
});
