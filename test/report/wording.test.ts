import { describe, expect, it } from 'vitest';
import { Cause, CheapestChange } from '../../core/model/plan.ts';
import { CAUSE_ORDER, changeSentence, changeTheme, reasonText } from '../../core/report/wording.ts';

const plain = (text: string | null) => text?.replaceAll('\u00a0', ' ');
const reason = (code: string, numbers: Record<string, number> = {}, refs: Record<string, string> = {}) =>
  plain(reasonText({ code, numbers, refs }, 'USD'));

describe('wording', () => {
  it('lists every cause of the contract once', () => {
    expect(CAUSE_ORDER.toSorted()).toEqual(Cause.options.toSorted());
  });

  it('says the cheapest change as a sentence, and what several changes share', () => {
    const rep = { kind: 'rep-minutes', rep: 'R-7', day: '2026-11-24', minutes: 45 };
    const change = CheapestChange.parse(rep);
    expect(plain(changeSentence(change, 'USD'))).toBe('Cheapest change: 45 min more of R-7 on Tue 24 Nov.');
    expect(changeTheme(change)).toBe('More time of R-7 on Tue 24 Nov');
    expect(changeSentence({ kind: 'none' }, 'USD')).toBe('No single change would place it.');
    expect(changeTheme({ kind: 'value', value: 100 })).toBe(null);
  });

  it('reads a reason with an unknown code by the names of its numbers', () => {
    expect(reason('owner-continuity')).toBe('owner continuity');
    expect(
      reason('loses-to', { value: 120_000, show: 0.85, spareMinutes: 30, rank: 1_200 }, { engagement: 'E-2' }),
    ).toBe('loses to: engagement E-2, value USD 1,200, show 85%, spare minutes 30 min, rank 1,200');
    expect(reason('runner-up', { by: 5_000 }, { rep: 'R-2' })).toBe('next best: R-2, worth USD 50 less');
  });
});
