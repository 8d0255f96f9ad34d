import { describe, expect, it } from 'vitest';
import { EngagementId } from '../../core/model/ids.ts';
import { Cause, CheapestChange, Unscheduled } from '../../core/model/plan.ts';
import { CAUSE_ORDER } from '../../core/report/cause-words.ts';
import { changeSentence, changeTheme } from '../../core/report/change-words.ts';
import { averted, leftOutReasons, meetingReasons, reasonSource } from '../../core/report/reason-texts.ts';
import { reasonText } from '../../core/report/reason-words.ts';
import { lossProbability } from '../../core/risk/loss-process.ts';
import { reportFixture } from '../support/report-fixture.ts';

const plain = (text: string | null) => text?.replaceAll('\u00a0', ' ');
const reason = (code: string, numbers: Record<string, number> = {}, refs: Record<string, string> = {}) =>
  plain(reasonText({ code, numbers, refs }, { currency: 'USD' }));

describe('the words of plans', () => {
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

  it('tells a left-out engagement from which worth on it has a place, so that worth and cheapest change add up', () => {
    const outbid = {
      code: 'outbid',
      numbers: { value: 33_900, price: 10_100, surplus: 23_800 },
      refs: { rep: 'R-08', day: '2026-11-24' },
    };
    const [reasons, cause] = [[outbid], 'outbid' as const];
    const told = (cheapestChange: unknown) =>
      leftOutReasons(
        Unscheduled.parse({ engagement: 'E-1', account: 'A-1', mandatory: false, cause, reasons, cheapestChange }),
        'USD',
      ).map(plain);
    expect(told({ kind: 'value', value: 104_800 })).toEqual([
      'worth USD 339, best with R-08 on Tue 24 Nov; what would have to leave for it is worth more, and it gains a place from USD 1,387 on',
    ]);
    expect(told({ kind: 'none' })).toEqual([
      'worth USD 339, best with R-08 on Tue 24 Nov; what stands in its way there cannot leave',
    ]);
  });

  it('tells what a meeting averts on average beside the others of its account, and the time of the next best where it is', () => {
    const { portfolio, plan } = reportFixture();
    const meeting = plan.assignments.find(({ account }) => account === 'A-1236');
    const account = portfolio.accounts.find(({ id }) => id === 'A-1236');
    if (meeting === undefined || account?.loss === undefined) throw new Error('the fixture has this meeting');
    const numbers = meeting.reasons.find(({ code }) => code === 'protects')?.numbers ?? {};
    const touch = { day: numbers['touchDay'] ?? Number.NaN, averts: numbers['averts'] ?? Number.NaN };
    const alone = account.loss.probability - lossProbability(account.loss, [touch]);
    const source = reasonSource({ portfolio, plan });
    expect(averted(source, meeting)).toBeCloseTo(alone * account.stake, 3);
    const twice = { ...plan, assignments: [meeting, { ...meeting, engagement: EngagementId.parse('E-other') }] };
    const both = account.loss.probability - lossProbability(account.loss, [touch, touch]);
    const beside = averted(reasonSource({ portfolio, plan: twice }), meeting);
    expect(beside).toBeCloseTo((both - alone) * account.stake, 3);
    const silent = { ...plan, assignments: [{ ...meeting, reasons: [] }] };
    expect(averted(reasonSource({ portfolio, plan: silent }), { ...meeting, reasons: [] })).toBe(null);
    expect(meetingReasons(source, meeting).map(plain)[1]).toContain('10:00 (Berlin)');
    expect(meetingReasons(source, meeting, 'Europe/Berlin').map(plain)[1]).not.toContain('(');
  });

  it('reads a reason with an unknown code by the names of its numbers', () => {
    expect(reason('owner-continuity')).toBe('owner continuity');
    expect(
      reason('loses-to', { value: 120_000, show: 0.85, spareMinutes: 30, rank: 1_200 }, { engagement: 'E-2' }),
    ).toBe('loses to: engagement E-2, value USD 1,200, show 85%, spare minutes 30 min, rank 1,200');
    expect(reason('runner-up', { by: 5_000 }, { rep: 'R-2' })).toBe('next best: R-2, worth USD 50 less');
  });
});
