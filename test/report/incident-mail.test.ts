import { describe, expect, it } from 'vitest';
import { Incident } from '../../core/model/incident.ts';
import { incidentMail } from '../../core/report/incident-mail.ts';
import { unbalancedTags } from '../support/document-structure.ts';

const incident = Incident.parse({
  contract: 'incident/1',
  tenant: 'acme',
  run: `run-${'0'.repeat(32)}`,
  at: '2026-11-23T08:00:00Z',
  outcome: 'rolled-back',
  cause: { name: 'AuditFailed', text: 'overlap\r\nBcc: x <b>twice</b>' },
  postures: [],
  evidence: {},
  trace: { entries: 4, head: null },
  rolledBack: { restored: true, version: 3 },
  decide: ['Is the calendar of R-1 right?'],
});

describe('incidentMail', () => {
  it('says what happened, what was undone and what a person must decide', () => {
    const mail = incidentMail(incident, 'https://example.com/incident');
    expect(mail.subject).toBe('Incident: a run was rolled back (AuditFailed)');
    expect(mail.text).toContain('Its plan was in force; the plan before it is back.');
    expect(mail.text).toContain('- Is the calendar of R-1 right?');
    expect(mail.html).toContain('<li>Is the calendar of R-1 right?</li>');
    expect(mail.html).toContain('href="https://example.com/incident"');
    expect(unbalancedTags(mail.html)).toEqual([]);
  });

  it('of a rollback of no run says what came back and what stays, names its own id, and quotes nobody', () => {
    const asked = {
      rollback: incident.run,
      run: null,
      baseline: 1,
      changed: true,
      inForce: { meetings: 277 },
    };
    const mail = incidentMail(
      Incident.parse({
        ...incident,
        asked,
        cause: { name: 'rollback-requested', text: 'A person asked for the last stable baseline.' },
        rolledBack: { restored: false, version: null, seconds: 0.126 },
      }),
      'https://example.com/incident',
    );
    expect(mail.subject).toBe('Incident: back to baseline 1');
    const text = mail.text.replaceAll('\u00a0', ' ');
    for (const part of [
      'A person asked for the last stable baseline. The page of the packet says who, and why.\n',
      'No plan was taken back: the published plan (277 meetings) stays in force.\nEverything was back in under a second.\n',
      `Rollback: ${incident.run}, 4 trace entries\n`,
    ])
      expect(text).toContain(part);
    expect(text + mail.html).not.toMatch(/Run:? run-|rolled back|never in force|rollback-requested/);
    expect(unbalancedTags(mail.html)).toEqual([]);
  });

  it('keeps what it quotes on its line and inert', () => {
    const mail = incidentMail(incident, 'javascript:alert(1)');
    expect(mail.text).toContain('Cause: AuditFailed. overlap Bcc: x <b>twice</b>\n');
    expect(mail.html).not.toContain('<b>');
    expect(mail.html).toContain('href="#"');
  });
});
