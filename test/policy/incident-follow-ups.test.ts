import { describe, expect, it } from 'vitest';
import { Incident } from '../../core/model/incident.ts';
import { incidentFollowUps } from '../../core/policy/incident-follow-ups.ts';

const run = `run-${'a'.repeat(32)}`;
const left = (outcome: Incident['outcome'], restored: boolean) =>
  incidentFollowUps(
    Incident.parse({
      ...{ contract: 'incident/1', tenant: 'acme', run, at: '2026-11-23T06:00:00Z', outcome },
      ...{ cause: { name: 'audit-failed', text: '' }, postures: [], evidence: {} },
      ...{ trace: { entries: 3, head: null }, rolledBack: { restored, version: null } },
      decide: ['Is it over?', 'Who asks again?'],
    }),
  ).map(({ kind, subject, text }) => [kind, subject, text]);

const DECIDE = [
  ['incident', 'audit-failed', 'Is it over?'],
  ['incident', 'audit-failed', 'Who asks again?'],
];

describe('what an incident leaves to people', () => {
  it('is each question they must decide', () => {
    expect(left('rolled-back', false)).toEqual(DECIDE);
  });

  it('is also a gate nobody decided at, and a plan that was seen before it was undone', () => {
    expect(left('expired', false)).toEqual([
      ['pending-approval', run, expect.stringContaining('not approved')],
      ...DECIDE,
    ]);
    expect(left('rolled-back', true)).toEqual([['incident', run, expect.stringContaining('undone')], ...DECIDE]);
  });
});
