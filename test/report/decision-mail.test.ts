import { describe, expect, it } from 'vitest';
import { decisionMail } from '../../core/report/decision-mail.ts';
import { decisionFixture } from '../support/decision-fixture.ts';
import { unbalancedTags } from '../support/document-structure.ts';

const link = 'https://example.com/v1/decisions/opaque.signed';
const input = { ...decisionFixture(), link };

describe('decisionMail', () => {
  it('carries link, expiry and four figures', () => {
    const mail = decisionMail(input);
    expect(mail.subject).toBe('Decision needed: plan for 23 Nov – 2 Dec 2026');
    expect(mail.text).toBe(`Publish 272 meetings with 272 accounts?
23 Nov – 2 Dec 2026

Protected value: USD 13.2 M, at most 0.38% below the best possible
Expected loss: USD 31.8 M, 29% less than without the plan
Bad case, worst 1 in 20: on average below USD 48.3 M, 24% less than without the plan
Changes to the published plan: 108 added, 18 moved, 3 cancelled
The strongest reason against: 1 mandatory engagement would not be held

See what would happen and why, and decide:
${link}

Open until Tue 24 Nov 2026, 06:00 UTC. Without a decision nothing is published.
Opening the link changes nothing. It is meant for you alone: please do not forward it.
`);
    expect(mail.html).toContain(`href="${link}"`);
    expect(unbalancedTags(mail.html)).toEqual([]);
  });

  it('names no account, engagement or rep', () => {
    const { subject, text, html } = decisionMail(input);
    const ids = input.plan.assignments.flatMap(({ account, engagement, rep }) => [account, engagement, `${rep} `]);
    expect(ids.filter((id) => `${subject}${text}${html}`.includes(id))).toEqual([]);
  });

  it('cannot grow a header or a dangerous link', () => {
    const mail = decisionMail({ ...input, link: 'javascript:alert(1)\r\nBcc: x', reminder: true });
    expect(mail.subject).toMatch(/^Reminder: [^\r\n]*$/);
    expect(mail.text).toContain('javascript:alert(1) Bcc: x\n');
    expect(mail.html).toContain('href="#"');
  });
});
