import { describe, expect, it } from 'vitest';
import { Incident } from '../../core/model/incident.ts';
import { incidentFollowUps } from '../../core/policy/incident-follow-ups.ts';
import { renderIncident } from '../../core/report/incident-page.ts';

const incident = Incident.parse({
  contract: 'incident/1',
  tenant: 'acme',
  run: `run-${'1'.repeat(32)}`,
  at: '2026-11-22T09:00:00Z',
  outcome: 'rolled-back',
  cause: { name: 'audit-failed', text: 'The checker found <b>2</b> violations.' },
  postures: [{ step: '0/route', posture: 'high' }],
  evidence: { plan: `sha256:${'9'.repeat(64)}` },
  trace: { entries: 9, head: null },
  rolledBack: { restored: true, version: 4, configuration: 'Flags: as in the stable baseline.', seconds: 1.5 },
  decide: ['Is the cause gone?'],
});

describe('the incident page', () => {
  it('says what happened, what was undone and how fast, and what people must decide, with text as text', () => {
    const page = renderIncident(incident);
    for (const text of ['A run was rolled back', 'back as version 4', 'Flags: as in', '1.5 s', 'Is the cause gone?'])
      expect(page).toContain(text);
    expect(page).toContain('&lt;b&gt;2&lt;/b&gt;');
    expect(page).not.toMatch(/<script|<form|<b>/);
  });

  it('names steps in words, and the attempt where there was more than one', () => {
    const postures = [
      { step: '0/assess-posture', posture: 'steady' as const },
      { step: '2/route', posture: 'high' as const },
    ];
    const page = renderIncident({ ...incident, postures });
    expect(page).toContain('<li>Assess posture ');
    expect(page).toContain('<li>Route, attempt 3 ');
  });

  it('of a gate nobody decided at says so', () => {
    const { configuration: _, seconds: __, ...rolledBack } = { ...incident.rolledBack, restored: false };
    const page = renderIncident({ ...incident, outcome: 'expired', postures: [], rolledBack });
    expect(page).toContain('Nobody decided in time');
    expect(page).toContain('No plan had to be undone');
  });
});

describe('follow-ups of an incident', () => {
  it('are every question to people, the gate that expired, and the plan people may have seen', () => {
    expect(incidentFollowUps(incident).map(({ kind }) => kind)).toEqual(['incident', 'incident']);
    const expired = { ...incident, outcome: 'expired' as const, rolledBack: { restored: false, version: null } };
    expect(incidentFollowUps(expired).map(({ kind }) => kind)).toEqual(['pending-approval', 'incident']);
  });
});
