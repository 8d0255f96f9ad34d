import { count, money, percent } from './amount.ts';
import { type DecisionInput, decisionBrief, proposal } from './decision-brief.ts';
import { html } from './html.ts';
import { inertLine } from './inert.ts';
import { dateRange, utcTime } from './local-time.ts';
import { badCase, fall } from './section/headline.ts';

export interface DecisionMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/**
 * The message with the link. Three numbers, no account, no customer, no rep: mail is forwarded and archived. The subject
 * is one line of printable text, whatever it is made from.
 */
export function decisionMail(
  input: DecisionInput & { readonly link: string; readonly reminder?: boolean },
): DecisionMail {
  const brief = decisionBrief(input);
  const { view, changes } = brief;
  const { plan, currency } = view;
  const { meetings, accounts } = proposal(brief);
  const range = dateRange(view.portfolio.horizon);
  const question = `Publish ${count(meetings, 'meeting')} with ${count(accounts, 'account')}?`;
  const rows: readonly (readonly [string, string])[] = [
    ['Protected value', `${money(plan.objective, currency)}, at most ${percent(plan.gap, 2)} below the best possible`],
    [
      badCase(view),
      `${money(plan.risk.evar, currency)}, ${fall(plan.risk.withoutPlan.evar, plan.risk.evar)} than without the plan`.replace(
        'no change than',
        'the same as',
      ),
    ],
    [
      'Changes to today',
      `${changes.added.length} added, ${changes.moved.length} moved, ${changes.cancelled.length} cancelled`,
    ],
  ];
  const until = utcTime(input.gate.expiresAt);
  return {
    subject: plain(`${input.reminder === true ? 'Reminder: ' : ''}Decision needed: plan for ${range}`),
    text: [
      plain(question),
      plain(range),
      '',
      ...rows.map(([name, value]) => plain(`${name}: ${value}`)),
      '',
      'See what would happen and why, and decide:',
      inertLine(input.link),
      '',
      plain(`Open until ${until}. Without a decision nothing is published.`),
      'Opening the link changes nothing. It is meant for you alone: please do not forward it.',
      '',
    ].join('\n'),
    html: htmlMail({ question, range, rows, until, link: input.link }),
  };
}

interface MailParts {
  readonly question: string;
  readonly range: string;
  readonly rows: readonly (readonly [string, string])[];
  readonly until: string;
  readonly link: string;
}

/** Mail programs know style attributes and little else. */
function htmlMail({ question, range, rows, until, link }: MailParts): string {
  const href = /^https?:\/\//.test(link) ? link : '#';
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>Decision needed</title></head>
<body style="margin:0;padding:24px;background:#faf9f6;color:#191c1e;font:16px/1.6 -apple-system,'Segoe UI',Roboto,Arial,sans-serif">
<div style="max-width:560px;margin:0 auto;background:#ffffff;border:1px solid #e3e0d9;border-radius:14px;padding:28px">
<p style="margin:0;color:#0b6b5d;font-size:13px;font-weight:600">YOUR DECISION IS NEEDED</p>
<h1 style="margin:6px 0 4px;font-size:26px;line-height:1.25">${question}</h1>
<p style="margin:0 0 20px;color:#575e64">${range}</p>
${rows.map(([name, value]) => html`<p style="margin:0 0 12px"><span style="color:#575e64;font-size:14px">${name}</span><br><strong>${value}</strong></p>`)}
<p style="margin:24px 0"><a href="${href}" style="display:inline-block;background:#0b6b5d;color:#ffffff;text-decoration:none;font-weight:600;padding:13px 24px;border-radius:10px">See the plan and decide</a></p>
<p style="margin:0;color:#575e64;font-size:14px">Open until ${until}. Without a decision nothing is published. Opening the link changes nothing. It is meant for you alone: please do not forward it.</p>
</div></body></html>
`.text;
}

/** Plain text has no use for no-break spaces. */
function plain(text: string): string {
  return inertLine(text.replaceAll('\u00a0', ' '));
}
