import { describe, expect, it } from 'vitest';
import { Flags, Policy } from '../../core/model/policy.ts';
import { type CaredGate, gateCare, heartbeatSeconds } from '../../core/policy/gate-care.ts';

const { gate: reminder } = Policy.parse({ contract: 'policy/1', gate: { reminderAfterMinutes: 60 } });
const flags = (stop: boolean) => Flags.parse({ scheduling: { enabled: true, mode: 'on' }, stop: { enabled: stop } });
const OPEN: CaredGate = {
  state: 'open',
  answered: false,
  openedAt: '2026-11-22T09:00:00Z',
  expiresAt: '2026-11-23T09:00:00Z',
};
const care = (gate: Partial<CaredGate>, at: string, { stop = false, runStopped = false } = {}) =>
  gateCare({ ...OPEN, ...gate }, at, { flags: flags(stop), runStopped, reminder });

describe('care for a gate', () => {
  it.each([
    ['is a heartbeat before the reminder is due', {}, '2026-11-22T09:59:59Z', {}, 'heartbeat'],
    ['is a reminder from when it is due', {}, '2026-11-22T10:00:00Z', {}, 'heartbeat-and-remind'],
    ['is to leave it to its time-out once it has expired', {}, '2026-11-23T09:00:00Z', {}, 'leave'],
    ['is the stop where the flag is set', {}, '2026-11-22T09:01:00Z', { stop: true }, 'stop'],
    ['is the stop where the run is to stop', {}, '2026-11-22T09:01:00Z', { runStopped: true }, 'stop'],
    [
      'is the answer where its callback was lost, also when stopped',
      { state: 'decided' },
      '2026-11-22T10:00:00Z',
      { stop: true },
      'answer',
    ],
    ['is nothing once it is answered', { state: 'decided', answered: true }, '2026-11-22T10:00:00Z', {}, 'leave'],
    ['is nothing once it is closed', { state: 'closed' }, '2026-11-22T10:00:00Z', { stop: true }, 'leave'],
    ['is nothing once it has expired by its state', { state: 'expired' }, '2026-11-22T10:00:00Z', {}, 'leave'],
  ] as const)('%s', (_, gate, at, also, expected) => {
    expect(care(gate, at, also)).toBe(expected);
  });

  it('takes an hour without a heartbeat for a loss, and always less than the time to decide', () => {
    expect([86_400, 3_601, 3_600, 60, 3, 1].map(heartbeatSeconds)).toEqual([3_600, 3_600, 3_599, 59, 2, 1]);
  });
});
