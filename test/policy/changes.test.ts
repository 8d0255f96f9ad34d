import { describe, expect, it } from 'vitest';
import { changesOf } from '../../core/policy/changes.ts';
import { impactOf } from '../../core/policy/impact.ts';
import { reportFixture } from '../support/report-fixture.ts';

const { plan, policy } = reportFixture({ accounts: 6, reps: 1, days: 3 });
const [first, second, third] = plan.assignments;
if (!first || !second || !third) throw new Error('three meetings are needed');

const YESTERDAY = '2026-11-22T09:00:00Z';
const TODAY = '2026-11-23T06:00:00Z';
const TOMORROW = '2026-11-24T09:00:00Z';
const assigned = (...assignments: typeof plan.assignments) => ({ assignments });

describe('changesOf', () => {
  it('keeps what is at the same time with the same rep, moves what is not, cancels what is gone, adds what is new', () => {
    const published = [
      { ...first, start: TOMORROW },
      { ...second, start: TOMORROW },
    ];
    const later = { ...first, start: '2026-11-24T10:00:00Z' };
    expect(changesOf(assigned(later, third), published, TODAY)).toMatchObject({
      kept: [],
      moved: [{ from: { start: TOMORROW }, to: { engagement: first.engagement } }],
      cancelled: [{ engagement: second.engagement }],
      added: [{ engagement: third.engagement }],
    });
    expect(changesOf(assigned(...published), published, TODAY)).toMatchObject({
      kept: published,
      added: [],
      moved: [],
    });
  });

  it('cancels no meeting that was held, and calls nothing disturbed by it', () => {
    const published = [{ ...first, start: YESTERDAY }];
    const changes = changesOf(assigned({ ...second, start: TOMORROW }), published, TODAY);
    expect(changes).toMatchObject({ added: [{ engagement: second.engagement }], moved: [], cancelled: [] });
    expect(impactOf(changes, 6, policy.impact).disturbedShare).toBe(0);
  });

  it('takes another meeting after one that is past for a new one, not for the same one moved', () => {
    const published = [{ ...first, start: YESTERDAY }];
    const changes = changesOf(assigned({ ...first, start: TOMORROW }), published, TODAY);
    expect(changes).toMatchObject({ added: [{ engagement: first.engagement, start: TOMORROW }], moved: [] });
  });

  it('adds nothing that is past, and takes what starts at that very instant for still to come', () => {
    expect(changesOf(assigned({ ...first, start: YESTERDAY }), [], TODAY).added).toEqual([]);
    expect(changesOf(assigned({ ...first, start: TODAY }), [], TODAY).added).toHaveLength(1);
  });
});
