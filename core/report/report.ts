import type { LearningReport } from '../model/learning.ts';
import type { Posture } from '../model/policy.ts';
import type { Scorecard } from '../model/scorecard.ts';
import { accountRisks } from './account-risk.ts';
import { count } from './amount.ts';
import { followUps } from './follow-ups.ts';
import { type Html, html } from './html.ts';
import { dateRange, utcTime } from './local-time.ts';
import { page } from './page.ts';
import { type Documents, type PlanView, planView } from './plan-view.ts';
import { postureChip } from './posture-chip.ts';
import { safeHref } from './safe-href.ts';
import { calendarSection } from './section/calendar.ts';
import { evidenceSection } from './section/evidence.ts';
import { headlineFigures } from './section/headline.ts';
import { learningSection } from './section/learning.ts';
import { leftOutSection } from './section/left-out.ts';
import { nextLine, nextSection } from './section/next.ts';
import { loadSection, paritySection, priceSection } from './section/people.ts';
import { riskSection } from './section/risk.ts';
import { scorecardSection } from './section/scorecard.ts';
import { tailPicture } from './tail-picture.ts';

export interface ReportInput extends Documents {
  readonly planDigest?: string;
  readonly posture?: Posture;
  readonly scorecard?: Scorecard;
  /** What outcomes said about forecasts when this was written; null: nothing yet. */
  readonly learning?: LearningReport | null;
  /** Where the reader can go on: plan, trace, feeds. */
  readonly links?: readonly { readonly label: string; readonly href: string }[];
}

/**
 * The outcome report: one HTML document without script or request. A pure function of its input; lists are capped and
 * counted, so that the page stays readable for any portfolio.
 */
export function renderReport(input: ReportInput): string {
  const view = planView(input);
  const risks = accountRisks(view);
  const tail = tailPicture(risks, view.plan.risk.alpha, view.plan.portfolio);
  const parity = paritySection(view);
  const learning = learningSection(input.learning ?? null, view.portfolio);
  const todo = followUps(input);
  const next = nextSection(todo, view.currency);
  return page({
    title: `Outcome report, ${dateRange(view.portfolio.horizon)}`,
    header: header(
      view,
      input,
      { parity: parity !== null, learning: learning !== null, next: next !== null },
      nextLine(todo),
    ),
    main: html`${riskSection(view, risks, tail)}${calendarSection(view)}${leftOutSection(view, risks)}${priceSection(view)}
${loadSection(view)}${parity}${input.scorecard && scorecardSection(input.scorecard, view.currency)}${learning}${next}${evidenceSection(view, input.planDigest)}`,
    footer: footer(view, input),
  });
}

function header(
  view: PlanView,
  input: ReportInput,
  has: { parity: boolean; learning: boolean; next: boolean },
  todo: Html | null,
): Html {
  const { portfolio, plan } = view;
  const touched = view.assignmentsOfAccount.size;
  const contents = [
    ['risk', 'Risk'],
    ['calendar', 'Calendars'],
    ['left-out', 'Left out'],
    ['prices', 'Worth of an hour'],
    ['load', 'Load'],
    ...(has.parity ? [['parity', 'Fair coverage']] : []),
    ...(input.scorecard ? [['scorecard', 'Scorecard']] : []),
    ...(has.learning ? [['learning', 'Outcomes']] : []),
    ...(has.next ? [['next', 'To do']] : []),
    ['proof', 'Proof'],
  ];
  return html`<p class="kicker">Outcome report</p>
<h1>${count(plan.assignments.length, 'meeting')} for ${count(touched, 'account')}, ${dateRange(portfolio.horizon)}</h1>
<p class="soft">${count(portfolio.accounts.length, 'account')}, ${count(portfolio.engagements.length, 'engagement')} and ${count(portfolio.reps.length, 'rep')} in the portfolio, as of ${utcTime(portfolio.asOf)}.
${input.posture && postureChip(input.posture)}</p>
${headlineFigures(view)}${todo}
<nav class="toc" aria-label="Contents"><ul>${contents.map(([id, label]) => html`<li><a href="#${id}">${label}</a></li>`)}</ul></nav>`;
}

function footer(view: PlanView, input: ReportInput): Html {
  return html`${
    (input.links ?? []).length > 0 &&
    html`<ul class="legend">${(input.links ?? []).map((link) => html`<li><a href="${safeHref(link.href)}">${link.label}</a></li>`)}</ul>`
  }
<p>Accounts, engagements and reps appear by their id from the CRM: names are no part of what is planned. Policy ${view.policy.name}. Amounts in ${view.currency}. Same portfolio, policy and code, same report, byte for byte.</p>`;
}
