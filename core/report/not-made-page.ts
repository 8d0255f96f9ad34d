import { ENDED, type Run } from '../model/run.ts';
import { html } from './html.ts';
import { page } from './page.ts';
import { RUN_WORDS } from './run-words.ts';

/** Told to a person who opens something that a run has not made: whether it still may, and where its story is. */
export function renderNotMade({ id, status }: Pick<Run, 'id' | 'status'>, what: string): string {
  const over = ENDED.includes(status);
  const title = `This run has no ${what}${over ? '' : ' yet'}`;
  const state = RUN_WORDS[status].title;
  return page({
    title,
    narrow: true,
    header: html`<p class="kicker">Nothing to show</p><h1>${title}</h1><p class="lead">${
      over ? `It has ended without one: ${state}.` : `It is not over: ${state}. Ask again when it has got further.`
    }</p>`,
    main: html`<p><a href="/v1/runs/${id}">The page of the run</a> says what happened, why, and what can be done.</p>`,
    footer: html`<p>Opening this page, once or often, changes nothing.</p>`,
  });
}
