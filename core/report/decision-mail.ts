import { count, money, percent } from './amount.ts';
import { type DecisionInput, decisionBrief, proposal } from './decision-brief.ts';
import { html } from './html.ts';
import { inertLine } from './inert.ts';
import { dateRange, utcTime, zonedTime } from './local-time.ts';
import { mailDocument } from './mail-document.ts';
import { badCase, dutyClause, fall } from './section/headline.ts';

export interface DecisionMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/**
 * The message with the link. Four figures, no account, no customer, no rep: mail is forwarded and archived. The subject
 * is one line of printable text, whatever it is made from.
 */
export function decisionMail(
  input: DecisionInput & {
    readonly link: string;
    readonly reminder?: boolean;
    /** Who handed the decision over to the receiver. */
    readonly handedOverBy?: string;
  },
): DecisionMail {
  const brief = decisionBrief(input);
  const { view, changes } = brief;
  const { plan, currency } = view;
  const { meetings, accounts } = proposal(brief);
  const range = dateRange(view.portfolio.horizon);
  const question = `Publish ${count(meetings, 'meeting')} with ${count(accounts, 'account')}?`;
  const rows: readonly (readonly [string, string])[] = [
    [
      'Protected value',
      `${money(plan.objective, currency)}, at most ${percent(plan.gap, 2)} below the best possible${dutyClause(view)}`,
    ],
    [
      'Expected loss',
      `${money(plan.risk.expectedLoss, currency)}, ${against(plan.risk.withoutPlan.expectedLoss, plan.risk.expectedLoss)}`,
    ],
    [
      badCase(view),
      `on average below ${money(plan.risk.evar, currency)}, ${against(plan.risk.withoutPlan.evar, plan.risk.evar)}`,
    ],
    [
      'Changes to the published plan',
      `${changes.added.length} added, ${changes.moved.length} moved, ${changes.cancelled.length} cancelled`,
    ],
  ];
  const { against: reasons, first, waiting } = brief;
  const cautions: readonly (readonly [string, string])[] = [
    ...(first === undefined || waiting.meetings === 0
      ? []
      : [
          [
            'First new meeting',
            `${zonedTime(first.start, view.reps.get(first.rep)?.timeZone ?? 'UTC')}; by the deadline ${count(waiting.meetings, 'meeting')} worth ${money(waiting.value, currency)} would have fallen away`,
          ] as const,
        ]),
    ['The strongest reason against', reasons[0].title],
  ];
  const told = [...rows, ...cautions];
  const until = utcTime(input.gate.expiresAt);
  return {
    subject: plain(`${occasion(input)}Decision needed: plan for ${range}`),
    text: [
      plain(question),
      plain(range),
      '',
      ...told.map(([name, value]) => plain(`${name}: ${value}`)),
      '',
      'See what would happen and why, and decide:',
      inertLine(input.link),
      '',
      plain(`Open until ${until}. Without a decision nothing is published.`),
      'Opening the link changes nothing. It is meant for you alone: please do not forward it.',
      '',
    ].join('\n'),
    html: mailDocument({
      title: question,
      kicker: 'Your decision is needed',
      body: html`<p style="margin:0 0 20px;color:#575e64">${range}</p>
${told.map(([name, value]) => html`<p style="margin:0 0 12px"><span style="color:#575e64;font-size:14px">${name}</span><br><strong>${value}</strong></p>`)}`,
      action: { label: 'See the plan and decide', link: input.link },
      small: `Open until ${until}. Without a decision nothing is published. Opening the link changes nothing. It is meant for you alone: please do not forward it.`,
    }),
  };
}

function against(before: number, after: number): string {
  const change = fall(before, after);
  return change === 'no change' ? 'as without the plan' : `${change} than without the plan`;
}

function occasion({ reminder, handedOverBy }: { readonly reminder?: boolean; readonly handedOverBy?: string }): string {
  if (handedOverBy !== undefined) return `Handed over by ${handedOverBy}: `;
  return reminder === true ? 'Reminder: ' : '';
}

/** Plain text has no use for no-break spaces. */
function plain(text: string): string {
  return inertLine(text.replaceAll('\u00a0', ' '));
}
