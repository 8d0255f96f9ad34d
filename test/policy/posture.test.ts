import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Policy, Posture } from '../../core/model/policy.ts';
import { assessPosture, POSTURES, type PostureFacts } from '../../core/policy/posture.ts';
import { postureReasons } from '../../core/policy/posture-reasons.ts';

const { posture: thresholds } = Policy.parse({ contract: 'policy/1' });
const rank = (posture: Posture) => POSTURES.indexOf(posture);
const facts = fc.record<PostureFacts>(
  {
    tailShare: fc.double({ min: 0, max: 1, noNaN: true }),
    mandatoryUnplaced: fc.double({ min: 0, max: 1, noNaN: true }),
    badData: fc.double({ min: 0, max: 1, noNaN: true }),
    gap: fc.double({ min: 0, max: 1, noNaN: true }),
    failures: fc.nat(5),
    drift: fc.double({ min: 0, max: 1, noNaN: true }),
  },
  { requiredKeys: [] },
);
const posture = fc.constantFrom(...Posture.options);

describe('posture', () => {
  it('is steady without facts, coming from anywhere', () => {
    for (const previous of Posture.options) expect(assessPosture({}, thresholds, previous).posture).toBe('steady');
  });

  it.each([
    [{ badData: 0.049 }, 'steady'],
    [{ badData: 0.05 }, 'elevated'],
    [{ badData: 0.2 }, 'high'],
    [{ badData: 0.5 }, 'critical'],
    [{ failures: 3 }, 'critical'],
    [{ drift: 0.04 }, 'steady'],
    [{ drift: 0.05 }, 'elevated'],
    [{ drift: 0.25 }, 'critical'],
    [{ parityShortfall: 0.4 }, 'high'],
    [{ mandatoryUnplaced: 0.5 }, 'critical'],
    [{ budget: 0.95 }, 'high'],
    [{ gap: 0.03 }, 'elevated'],
    [{ badData: 0.05, tailShare: 0.8 }, 'high'],
  ] as const)('of %j is %s, coming from steady', (given, expected) => {
    expect(assessPosture(given, thresholds, 'steady').posture).toBe(expected);
  });

  it('stays up while the fact is within the margin of its threshold, and says it is held', () => {
    const verdict = assessPosture({ badData: 0.185 }, thresholds, 'high');
    expect(verdict).toMatchObject({ posture: 'high', causes: [{ fact: 'badData', held: true, threshold: 0.2 }] });
    expect(assessPosture({ badData: 0.179 }, thresholds, 'high').posture).toBe('elevated');
    const halved = { ...thresholds, margin: 0.5, failures: { elevated: 2, high: 4, critical: 8 } };
    expect(assessPosture({ failures: 4 }, halved, 'critical')).toMatchObject({
      posture: 'critical',
      causes: [{ held: true }],
    });
  });

  it('names every cause above steady, worst first', () => {
    const { causes } = assessPosture({ badData: 0.06, gap: 0.2, failures: 0 }, thresholds, 'steady');
    expect(causes.map((cause) => [cause.fact, cause.posture])).toEqual([
      ['gap', 'high'],
      ['badData', 'elevated'],
    ]);
  });

  it('is never lower coming from a worse posture, and never above it by memory alone', () => {
    fc.assert(
      fc.property(facts, posture, (given, previous) => {
        const fresh = assessPosture(given, thresholds, 'steady').posture;
        const held = assessPosture(given, thresholds, previous).posture;
        expect(rank(held)).toBeGreaterThanOrEqual(rank(fresh));
        expect(rank(held)).toBeLessThanOrEqual(Math.max(rank(fresh), rank(previous)));
      }),
    );
  });

  it('does not flap: assessed again on the same facts it stays where it is', () => {
    fc.assert(
      fc.property(facts, posture, (given, previous) => {
        const once = assessPosture(given, thresholds, previous).posture;
        expect(assessPosture(given, thresholds, once).posture).toBe(once);
      }),
    );
  });
});

describe('what the trace says of a posture', () => {
  it('names the transition, then every cause with value and threshold', () => {
    expect(postureReasons(assessPosture({ badData: 0.3, drift: 0.06 }, thresholds, 'steady'))).toEqual([
      'posture steady → high',
      'badData 0.3 reaches 0.2: high',
      'drift 0.06 reaches 0.05: elevated',
    ]);
  });

  it('names no transition where there is none, and what is only held', () => {
    expect(postureReasons(assessPosture({ badData: 0.185 }, thresholds, 'high'))).toEqual([
      'badData 0.185 not yet clearly below 0.2: high is kept',
    ]);
    expect(postureReasons(assessPosture({}, thresholds, 'critical'))).toEqual(['posture critical → steady']);
  });
});
