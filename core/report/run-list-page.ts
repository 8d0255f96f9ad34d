import type { Proposed, Run } from '../model/run.ts';
import { count, money } from './amount.ts';
import { type Html, html, isolated } from './html.ts';
import { dateRange, utcTime } from './local-time.ts';
import { page } from './page.ts';
import { postureChip } from './posture-chip.ts';
import { RUN_WORDS } from './run-words.ts';

export interface RunListInput {
  /** Newest first. */
  readonly runs: readonly Run[];
  /** Where the next page begins; absent: this is the last one. */
  readonly cursor?: string;
  readonly limit: number;
}

/** All runs of a tenant, newest first, each with a link to its page. */
export function renderRunList({ runs, cursor, limit }: RunListInput): string {
  return page({
    title: 'Runs',
    narrow: true,
    header: html`<p class="kicker">Scheduling</p><h1>Runs</h1>`,
    main: html`<section aria-labelledby="list-title"><h2 id="list-title">Newest first</h2>
${
  runs.length === 0
    ? html`<p>No run was asked for yet.</p>`
    : html`<ul class="plain">${runs.map(
        (
          run,
        ) => html`<li><a href="/v1/runs/${run.id}"><strong>${RUN_WORDS[run.status].title}</strong></a> ${run.posture && postureChip(run.posture)}
${run.proposed && proposal(run.proposed)}
<br><span class="soft small">${run.status === 'waiting-for-decision' && run.decideBy !== undefined && `open until ${utcTime(run.decideBy)} · `}asked for ${utcTime(run.requestedAt)} · ${isolated(run.portfolio)}${run.reason !== undefined && html` · ${isolated(run.reason)}`}</span></li>`,
      )}</ul>`
}
${cursor !== undefined && html`<p><a href="/v1/runs?limit=${limit}&cursor=${cursor}">Older runs</a></p>`}</section>`,
    footer: html`<p>Opening this page changes nothing.</p>`,
  });
}

function proposal({ meetings, accounts, from, days, protectedValue, currency }: Proposed): Html {
  return html`<br>${count(meetings, 'meeting')} with ${count(accounts, 'account')}, ${dateRange({ start: from, days })}; ${money(protectedValue, currency)} protected value`;
}
