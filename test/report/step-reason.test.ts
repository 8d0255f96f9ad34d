import { describe, expect, it } from 'vitest';
import { Policy } from '../../core/model/policy.ts';
import { assessPosture } from '../../core/policy/posture.ts';
import { postureReasons } from '../../core/policy/posture-reasons.ts';
import { stepReason } from '../../core/report/step-reason.ts';

describe('a reason of the trace for reading', () => {
  it.each([
    ['bad data 0.006666666666666667', 'bad data 0.00667'],
    ['θ 4.8408745729586127e-8', 'θ 4.84e-8'],
    ['objective 70317709, bound 70448268', 'objective 70,317,709, bound 70,448,268'],
    ['posture steady → elevated', 'the posture goes from steady to elevated'],
    ['1 of 2 approvers', '1 of 2 approvers'],
    ['vulnerable-passed-over A-2280001', 'vulnerable-passed-over A-2280001'],
    ['asOf 2026-11-22T15:24:49.383Z is 10.123456 h old', 'asOf 2026-11-22T15:24:49.383Z is 10.1 h old'],
    ['portfolio book-20261122, run 123456-a', 'portfolio book-20261122, run 123456-a'],
    ['<b>1.23456789</b>', '<b>1.23</b>'],
  ])('%s', (reason, read) => expect(stepReason(reason)).toBe(read));

  it('names the fact that raised the posture, as a share, whatever core/policy writes of it', () => {
    const { posture: thresholds } = Policy.parse({ contract: 'policy/1' });
    const facts = { mandatoryUnplaced: 1 / 11, failures: 2 };
    const reasons = postureReasons(assessPosture(facts, thresholds, 'steady')).map(stepReason);
    expect(reasons).toContain('mandatory engagements without a place: 9.1% reaches 1%, elevated');
    expect(reasons.find((reason) => reason.startsWith('failed runs'))).toMatch(
      /^failed runs lately: 2 reaches \d, \w+$/,
    );
  });
});
