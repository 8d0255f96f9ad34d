import { describe, expect, it } from 'vitest';
import { Incident } from '../../core/model/incident.ts';
import { incidentFollowUps } from '../../core/policy/incident-follow-ups.ts';
import { renderIncident } from '../../core/report/incident-page.ts';
import type { Said } from '../../core/report/said.ts';

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
    for (const text of [
      'A run was rolled back',
      'back as version 4',
      'Flags: as in',
      'in 1.5\u00a0seconds',
      'Is the cause gone?',
    ])
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

  const back = {
    ...incident,
    cause: { name: 'rollback-requested', text: 'A person asked for the last stable baseline.' },
    rolledBack: { ...incident.rolledBack, restored: false, version: null },
  };
  const asked = { rollback: incident.run, run: null, baseline: 1, changed: true, inForce: { meetings: 277 } };

  it('of a rollback of no run says what came back, what stays in force, and who asked why, as text', () => {
    const said = { state: 'kept', text: 'wrong <i>quarter</i>' } as const;
    const page = renderIncident({ ...back, asked }, { by: 'rita', said }).replaceAll('\u00a0', ' ');
    for (const part of [
      '<h1>Back to baseline 1</h1>',
      'No plan was taken back: the published plan (277 meetings) stays in force.',
      'Asked by <bdi>rita</bdi>. <bdi>The reason given: wrong &lt;i&gt;quarter&lt;/i&gt;</bdi>',
      `<dt>Rollback</dt><dd class="digest">${incident.run}</dd>`,
    ])
      expect(page).toContain(part);
    expect(page).not.toMatch(/<dt>Run<|<dt>Cause<|A run was rolled back|<i>/);
  });

  it.each([
    [{ ...asked, changed: false }, 'Baseline 1 was in force already', 'stays in force'],
    [
      { ...asked, inForce: { meetings: 14, calledOff: 2 } },
      'Back to baseline 1',
      '(12 of 14\u00a0meetings stand: 2 were called off after an objection) stays in force.',
    ],
    [{ ...asked, inForce: {} }, 'Back to baseline 1', 'the published plan stays in force'],
    [{ ...asked, inForce: null }, 'Back to baseline 1', 'No plan was taken back, and no plan is published.'],
    [{ ...asked, baseline: null }, 'There was no baseline to go back to', 'stays in force'],
    [{ ...asked, run: incident.run }, 'Back to baseline 1', `The plan of ${incident.run} was not in force: the`],
  ])('of %j says so', (of, headline, plan) => {
    const page = renderIncident(Incident.parse({ ...back, asked: of }));
    expect(page).toContain(`<h1>${headline}</h1>`);
    expect(page).toContain(plan);
    expect(page).not.toContain('Asked by');
  });

  it('says of a reason that was erased, or never given, that there is none to read', () => {
    const told = (said: Said) => renderIncident({ ...back, asked }, { by: 'rita', said });
    expect(told({ state: 'erased' })).toContain('The reason was erased');
    expect(told({ state: 'none' })).toContain('No reason was given.');
    expect(told({ state: 'foreign' })).toContain('The reason cannot be read.');
  });
});

describe('follow-ups of an incident', () => {
  it('are every question to people, the gate that expired, and the plan people may have seen', () => {
    expect(incidentFollowUps(incident).map(({ kind }) => kind)).toEqual(['incident', 'incident']);
    const expired = { ...incident, outcome: 'expired' as const, rolledBack: { restored: false, version: null } };
    expect(incidentFollowUps(expired).map(({ kind }) => kind)).toEqual(['pending-approval', 'incident']);
  });
});
