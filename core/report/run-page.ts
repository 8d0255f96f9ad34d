import { ENDED_UNDONE, type Proposed, type Run } from '../model/run.ts';
import type { TraceEntry } from '../model/trace.ts';
import { count, grouped, money } from './amount.ts';
import { type Html, html, isolated } from './html.ts';
import { dateRange, utcTime } from './local-time.ts';
import { page } from './page.ts';
import { postureChip } from './posture-chip.ts';
import { runDocuments, runEvidence } from './run-evidence.ts';
import { runSteps, stepsAsTraced } from './run-steps.ts';
import { REPLACED, RUN_WORDS, type RunWords, standingMeetings } from './run-words.ts';
import { type Said, saidSentence } from './said.ts';
import { badCaseName, fall } from './section/headline.ts';
import { VERDICTS } from './step-sentence.ts';

export interface RunPageInput {
  readonly run: Run;
  /** Its chain as far as it goes, oldest first. */
  readonly entries: readonly TraceEntry[];
  /** Meetings of its plan that were called off since, as somebody objected; absent: none. */
  readonly calledOff?: number;
  /** False: its plan is not in force any more. */
  readonly inForce?: boolean;
  /** What people said when they decided, by the place of the decision in the chain; absent: it is not told. */
  readonly said?: ReadonlyMap<number, Said>;
  /** Of a run that is stopped: who did it, when and why; null: nobody stopped this one, the stop flag did. */
  readonly stop?: Stop | null;
}

export interface Stop {
  readonly by: string;
  readonly at: string;
  readonly said: Said;
}

/**
 * A run for people, whatever became of it: what happened, why, what is theirs to do, and each step with its reasons. Made of
 * the record and the chain, so it says nothing the evidence does not; what was called off since is counted.
 */
export function renderRun({
  run,
  entries,
  stop,
  calledOff = 0,
  inForce = true,
  said = new Map(),
}: RunPageInput): string {
  const { title, text, next } = stop === undefined ? words(run.status, inForce) : stoppedWords(stop);
  const left = run.proposed && inForce ? standing(run, run.proposed, calledOff) : undefined;
  return page({
    title: `Run: ${title.toLowerCase()}`,
    narrow: true,
    header: html`<p class="kicker">Run of ${run.portfolio}</p><h1>${title}</h1><p class="lead">${text}</p>
${deadline(run)}
<p class="chips">${run.posture && postureChip(run.posture)} ${run.autonomy && html`<span class="chip">${run.autonomy.replaceAll('-', ' ')}</span>`}
${run.impact && html`<span class="chip">impact: ${run.impact}</span>`}</p>${run.proposed && proposal(run.proposed, left)}`,
    main: html`${stop ? whyStopped(stop) : why(run, entries, said)}${nextSteps(next)}${runSteps(run, entries)}${runDocuments(run)}${runEvidence(run)}${stepsAsTraced(entries)}`,
    footer: html`<p><a href="/v1/runs">All runs</a>. People, accounts, engagements and reps appear by their id. Opening this page changes nothing.</p>`,
  });
}

function words(status: Run['status'], inForce: boolean): RunWords {
  return status === 'done' && !inForce ? REPLACED : RUN_WORDS[status];
}

/** The reason as the run's record has it, one line for each that it names, and what people decided. */
function why(
  { reason = '' }: Run,
  entries: readonly TraceEntry[],
  said: NonNullable<RunPageInput['said']>,
): Html | false {
  const reasons = reason.split(' · ').filter((line) => line.trim() !== '');
  const decided = entries.filter(({ step }) => /^\d+\/decision\//.test(step));
  if (reasons.length === 0 && decided.length === 0) return false;
  return html`<section aria-labelledby="why-title"><h2 id="why-title">Why</h2>
<ul class="items">${reasons.map((line) => html`<li>${isolated(line)}</li>`)}
${decided.map(
  ({ step, decision, sequence }) =>
    html`<li>${isolated(step.split('/')[2] ?? 'somebody')}: ${VERDICTS[decision] ?? decision}${inWords(said.get(sequence))}</li>`,
)}</ul></section>`;
}

/** Who approves need not say why. */
function inWords(said: Said | undefined): Html | false {
  return said !== undefined && said.state !== 'none' && html`. ${isolated(saidSentence(said))}`;
}

function stoppedWords(stop: Stop | null): RunWords {
  const { title, next } = RUN_WORDS.stopped;
  return stop === null
    ? {
        title,
        text: 'The stop flag was set: it ends every run before its next step.',
        next: ['No run goes on until the owner of the stop flag releases it.', ...next],
      }
    : { title, text: `${stop.by} stopped this run on ${utcTime(stop.at)}.`, next };
}

function whyStopped({ said }: Stop): Html {
  return html`<section aria-labelledby="why-title"><h2 id="why-title">Why</h2>
<ul class="items"><li>${isolated(saidSentence(said))}</li></ul></section>`;
}

/** Until when it waits, and for what. */
function deadline({ status, decideBy }: Run): Html | false {
  if (status !== 'waiting-for-decision' || decideBy === undefined) return false;
  return html`<p>Open until <strong>${utcTime(decideBy)}</strong>; without a decision nothing is published.</p>`;
}

/** The figures of the page of the gate, from the run's record. */
function proposal(proposed: Proposed, left: string | undefined): Html {
  const { currency, meetings, accounts, first, protectedValue, expectedLoss, badCase, alpha } = proposed;
  const { added, moved, cancelled } = proposed;
  const changed = added + moved + cancelled;
  const fallen = (of: Proposed['badCase']) =>
    `${money(of.without, currency)} without the plan: ${fall(of.without, of.with)}`;
  return html`<p>The plan: ${count(meetings, 'meeting')} with ${count(accounts, 'account')}, ${dateRange({ start: proposed.from, days: proposed.days })}${
    first !== undefined && `; the first ${utcTime(first)}`
  }.${left !== undefined && html` <strong>${left}</strong>`}</p>
<dl class="figures"><div class="figure main"><dt>Protected value</dt><dd class="big">${money(protectedValue, currency)}</dd>
<dd>expected loss ${money(expectedLoss.with, currency)}, ${fallen(expectedLoss)}</dd></div>
<div class="figure"><dt>${badCaseName(alpha)}</dt><dd class="big">${alpha > 0 && '<\u00a0'}${money(badCase.with, currency)}</dd><dd>${alpha > 0 && 'on average of these futures; '}${fallen(badCase)}</dd></div>
<div class="figure"><dt>Changes to the published plan</dt><dd class="big">${changed === 0 ? 'none' : grouped(changed)}</dd>
<dd>${grouped(added)} added, ${grouped(moved)} moved, ${grouped(cancelled)} cancelled</dd></div></dl>`;
}

/** What became of the meetings that were proposed, where not all of them stand; nobody is named. */
function standing({ begun = 0, status }: Run, { meetings }: Proposed, calledOff: number): string | undefined {
  if (begun + calledOff === 0 || ENDED_UNDONE.includes(status)) return undefined;
  return `${standingMeetings(meetings, calledOff, begun)}.`;
}

function nextSteps(next: readonly string[]): Html | false {
  if (next.length === 0) return false;
  return html`<section aria-labelledby="next-title"><h2 id="next-title">What to do now</h2>
<ul class="items">${next.map((line) => html`<li>${line}</li>`)}</ul></section>`;
}
