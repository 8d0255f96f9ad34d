import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Policy } from '../../core/model/policy.ts';
import { type BreakerRun, breakerOf } from '../../core/policy/breaker.ts';

const { breaker: settings } = Policy.parse({ contract: 'policy/1' });
const NOON = Date.parse('2026-11-22T12:00:00Z');
const at = (minutes: number) => new Date(NOON + minutes * 60_000).toISOString();
const run = (minutes: number, status: BreakerRun['status'], breaker?: BreakerRun['breaker']): BreakerRun => ({
  status,
  requestedAt: at(minutes - 1),
  endedAt: at(minutes),
  ...(breaker === undefined ? {} : { breaker }),
});
const judge = (runs: readonly BreakerRun[], minutes = 0) => breakerOf(runs, at(minutes), settings, 3);
const three = [run(-30, 'failed'), run(-20, 'rolled-back'), run(-10, 'failed')];

describe('the breaker', () => {
  it('is closed before the third failure of the window, and counts what failed', () => {
    expect(judge([])).toEqual({ verdict: 'closed', failures: 0, trialFrom: null });
    expect(judge(three.slice(1))).toEqual({ verdict: 'closed', failures: 2, trialFrom: null });
  });

  it('counts a run that failed at this very instant, and none that is said to have failed later', () => {
    expect(judge([run(-20, 'failed'), run(0, 'failed'), run(1, 'failed')])).toMatchObject({ failures: 2 });
  });

  it('trips on the third, and says from when a run is tried', () => {
    expect(judge(three)).toEqual({ verdict: 'tripped', failures: 3, trialFrom: at(50) });
  });

  it('is half open once the cool-down has passed since the last failure', () => {
    expect(judge(three, 49).verdict).toBe('tripped');
    expect(judge(three, 50).verdict).toBe('trial');
  });

  it('closes and forgets after a trial that worked, also where people said no to the plan', () => {
    for (const status of ['done', 'shadowed', 'rejected', 'changes-requested'] as const)
      expect(judge([...three, run(55, status, 'trial')], 60)).toMatchObject({ verdict: 'closed', failures: 0 });
  });

  it('opens again for a whole cool-down after a trial that failed', () => {
    const runs = [...three, run(55, 'rolled-back', 'trial')];
    expect(judge(runs, 60)).toMatchObject({ verdict: 'tripped', trialFrom: at(115) });
    expect(judge(runs, 115).verdict).toBe('trial');
  });

  it('stays half open after a trial that neither worked nor failed', () => {
    expect(judge([...three, run(55, 'stopped', 'trial')], 60).verdict).toBe('trial');
  });

  it('does not count runs it turned away itself, nor what is older than the window, nor what has not ended', () => {
    const turnedAway = [1, 2, 3, 4].map((n) => run(n, 'rolled-back', 'tripped'));
    expect(judge([...three, ...turnedAway], 10)).toMatchObject({ failures: 3, trialFrom: at(50) });
    expect(judge(three, 24 * 60).failures).toBe(0);
    expect(judge([...three.slice(1), { status: 'running', requestedAt: at(-5) }]).verdict).toBe('closed');
  });

  it('does not depend on the order runs are listed in', () => {
    const status = fc.constantFrom('failed', 'rolled-back', 'done', 'stopped', 'refused');
    const history = fc.array(
      fc.tuple(fc.integer({ min: -2_000, max: 0 }), status, fc.constantFrom(undefined, 'trial', 'tripped')),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(history, (events) => {
        // Runs of one tenant do not end at the same instant: it has one under way at a time.
        const runs = [...new Map(events.map(([m, s, b]) => [m, run(m, s, b)])).values()];
        expect(judge([...runs].reverse())).toEqual(judge(runs));
      }),
    );
  });
});
