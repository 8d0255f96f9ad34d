import type { Verdict } from '../model/decision.ts';
import type { RunStatus } from '../model/run.ts';
import { html } from './html.ts';
import { utcTime } from './local-time.ts';
import { page } from './page.ts';

/** Why a link decides nothing any more, or never did. */
export type DecisionProblem =
  | { readonly kind: 'expired'; readonly expiredAt: string }
  | { readonly kind: 'already-decided'; readonly verdict: Verdict; readonly at: string; readonly by?: string }
  | { readonly kind: 'handed-over'; readonly to: string }
  | { readonly kind: 'own-run' }
  | { readonly kind: 'stale' }
  | { readonly kind: 'ended'; readonly status: RunStatus }
  | { readonly kind: 'unknown' };

/** A clear page for each of them. It names nothing of the plan: whoever holds a forged link learns nothing. */
export function renderDecisionProblem(problem: DecisionProblem): string {
  const { title, text, next } = words(problem);
  return page({
    title,
    narrow: true,
    header: html`<p class="kicker">Nothing was changed</p><h1>${title}</h1><p class="lead">${text}</p>`,
    main: html`<p>${next}</p>`,
    footer: html`<p>Opening this page, once or often, changes nothing.</p>`,
  });
}

const PAST: Readonly<Record<Verdict, string>> = {
  approve: 'approved',
  reject: 'rejected',
  changes: 'sent back for changes',
};

function words(problem: DecisionProblem): { title: string; text: string; next: string } {
  switch (problem.kind) {
    case 'expired':
      return {
        title: 'This link has expired',
        text: `The time to decide ended on ${utcTime(problem.expiredAt)}. That counts as not approved: nothing was published.`,
        next: 'If the plan is still wanted, ask for a new run; it comes with a new link.',
      };
    case 'already-decided':
      return {
        title: 'This was decided already',
        text: `The plan was ${PAST[problem.verdict]}${problem.by === undefined ? '' : ` by ${problem.by}`} on ${utcTime(problem.at)}. A decision is taken once.`,
        next: 'If you want it otherwise, ask for a new run, or for a rollback of what was published.',
      };
    case 'handed-over':
      return {
        title: 'You handed this over',
        text: `The decision is with ${problem.to} now, under a link of their own. Yours is used up.`,
        next: 'If it should be decided otherwise, talk to them before they decide.',
      };
    case 'own-run':
      return {
        title: 'This run is your own',
        text: 'You asked for it, or it was asked for in your name. Another person has to decide on it.',
        next: 'Nothing waits for you here: those who may decide have a message of their own.',
      };
    case 'stale':
      return {
        title: 'This plan was replaced',
        text: 'A newer plan took the place of the one you were shown, so a decision on it would decide something you have not seen.',
        next: 'Look for the newer message, and decide there.',
      };
    case 'ended':
      return {
        title: 'This run has ended',
        text: `There is nothing left to decide: the run is ${problem.status.replaceAll('-', ' ')}.`,
        next: 'If the plan is still wanted, ask for a new run.',
      };
    case 'unknown':
      return {
        title: 'This link is not valid',
        text: 'It may be cut off or altered, or meant for somebody else.',
        next: 'Open the link in your message again, whole. If that does not help, ask for a new one.',
      };
  }
}
