import { describe, expect, it } from 'vitest';
import { incidentCause, type MissionState } from '../../core/policy/incident-cause.ts';

const critical = { value: { posture: 'critical' } };
const cases: readonly (readonly [string, MissionState, string])[] = [
  ['a gate that gave no sign of life', { error: { Error: 'States.HeartbeatTimeout' } }, 'gate-lost'],
  ['a gate nobody decided at', { error: { Error: 'States.Timeout' } }, 'gate-expired'],
  ['an error, whatever came before it', { error: { Error: 'Broken' }, posture: critical }, 'Broken'],
  ['a plan overtaken each time', { commit: { value: { verdict: 'conflict' } } }, 'commit-conflict'],
  ['a plan that failed its audit', { audit: { value: { verdict: 'failed', findings: 2 } } }, 'audit-failed'],
  ['a table that blocks', { route: { value: { autonomy: 'blocked', posture: 'high' } } }, 'blocked'],
  [
    'a posture that became critical by the plan',
    { route: { value: { autonomy: 'blocked', posture: 'critical' } } },
    'critical-posture',
  ],
  ['an open breaker', { posture: { value: { posture: 'critical', breaker: 'tripped' } } }, 'breaker-tripped'],
  ['a posture critical before planning', { posture: critical }, 'critical-posture'],
  ['nothing that can be read', {}, 'unknown'],
];

describe('the cause of an incident', () => {
  it.each(cases)('of %s is named, with something for a person to decide', (_, state, name) => {
    const cause = incidentCause(state);
    expect(cause.name).toBe(name);
    expect(cause.text).not.toBe('');
    expect(cause.decide.length).toBeGreaterThan(0);
  });

  it.each([
    ['{"errorType":"Transient","errorMessage":"table is busy\\nat line 4"}', 'table is busy'],
    ['plain words\nand more', 'plain words'],
    [undefined, 'no message'],
    ['x'.repeat(400), 'x'.repeat(300)],
  ])('of an error with %j says: %s', (Cause, text) => {
    expect(incidentCause({ error: { Error: 'Transient', Cause } }).text).toBe(text);
  });

  it.each([
    [2, 'found 2 violations'],
    [undefined, 'found some violations'],
  ])('of an audit with %s findings says how many', (findings, words) => {
    expect(incidentCause({ audit: { value: { verdict: 'failed', findings } } }).text).toContain(words);
  });

  it('says where the posture became critical: before planning, or by the plan', () => {
    const before = incidentCause({ posture: critical });
    const after = incidentCause({ route: { value: { autonomy: 'blocked', posture: 'critical' } } });
    expect([before.text, after.text]).toEqual([
      expect.stringContaining('before planning'),
      expect.stringContaining('once the plan was known'),
    ]);
  });
});
