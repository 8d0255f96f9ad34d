import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Outcome } from '../../core/model/outcome.ts';
import { contradict, settleOutcomes, type ToldOutcome } from '../../core/risk/outcome-history.ts';

let ids = 0;
function told(outcome: object, receivedAt = '2026-02-01T00:00:00Z'): ToldOutcome {
  ids += 1;
  return { id: `o-${ids}`, outcome: Outcome.parse({ contract: 'outcome/1', ...outcome }), receivedAt };
}
const held = (at: string, minutes?: number) => ({
  kind: 'held',
  engagement: 'E-1',
  at,
  ...(minutes ? { minutes } : {}),
});
const noShow = (at: string) => ({ kind: 'no-show', engagement: 'E-1', at });

describe('settleOutcomes', () => {
  it('lets the later of two reports on one meeting count, and lists the other', () => {
    const [first, second] = [told(noShow('2026-01-05T10:00:00Z')), told(held('2026-01-05T10:30:00Z', 40))];
    const history = settleOutcomes([second, first]);
    expect(history.standing).toEqual([second.outcome]);
    expect(history.contradictions).toEqual([{ counts: second.outcome, overruled: first.outcome }]);
  });

  it('breaks a tie of `at` by what was received later', () => {
    const at = '2026-01-05T10:00:00Z';
    const early = told(held(at, 40), '2026-01-06T00:00:00Z');
    const late = told(noShow(at), '2026-01-07T00:00:00Z');
    expect(settleOutcomes([late, early]).standing).toEqual([late.outcome]);
  });

  it('takes a second attempt days later, a move and a repetition for what they are', () => {
    const outcomes = [
      told(noShow('2026-01-05T10:00:00Z')),
      told({ kind: 'moved', engagement: 'E-1', at: '2026-01-05T11:00:00Z' }),
      told(held('2026-01-08T10:00:00Z', 30)),
    ];
    expect(settleOutcomes([...outcomes, outcomes[0]!]).contradictions).toEqual([]);
    expect(settleOutcomes([...outcomes, outcomes[0]!]).standing).toHaveLength(3);
  });

  it('holds an account lost and renewed within a month for one or the other, and a year apart for both', () => {
    const account = (kind: string, at: string) => told({ kind, account: 'A-1', at });
    const renewed = account('renewed', '2026-01-05T00:00:00Z');
    expect(contradict(renewed.outcome, account('lost', '2026-01-20T00:00:00Z').outcome)).toBe(true);
    expect(contradict(renewed.outcome, account('lost', '2027-01-20T00:00:00Z').outcome)).toBe(false);
    expect(contradict(renewed.outcome, account('opted-out', '2026-01-05T00:00:00Z').outcome)).toBe(false);
  });

  it('does not depend on the order or the repetition of the telling', () => {
    const instants = ['2026-01-05T10:00:00Z', '2026-01-05T12:00:00Z', '2026-01-09T10:00:00Z'];
    const outcomes = instants.flatMap((at) => [told(held(at, 30)), told(noShow(at))]);
    const expected = settleOutcomes(outcomes);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(outcomes, { minLength: outcomes.length }),
        fc.subarray(outcomes),
        (order, again) => {
          expect(settleOutcomes([...order, ...again])).toEqual(expected);
        },
      ),
    );
  });
});
