import { parseHTML } from 'linkedom';
import { expect } from 'vitest';
import type { Run } from '../../core/model/run.ts';
import type { TraceEntry } from '../../core/model/trace.ts';
import { RUN_WORDS } from '../../core/report/run-words.ts';
import { verifyChain } from '../../core/trace/verify.ts';
import type { Crm } from './crm.ts';

/**
 * What every run must leave, however it ended: a chain that verifies up to the head of its record, and a report a person
 * can follow from the list of runs to everything the run made. Returns the chain.
 */
export async function followable(crm: Crm, { id }: Pick<Run, 'id'>): Promise<readonly TraceEntry[]> {
  const run = await crm.run(id);
  const { entries } = await crm.trace(id);
  expect(verifyChain(entries, run.traceHead)).toMatchObject({ ok: true, entries: run.traceEntries });
  const list = await pageAt(crm, '/v1/runs');
  expect(list.links).toContain(`/v1/runs/${id}`);
  const page = await pageAt(crm, `/v1/runs/${id}`);
  expect(page.heading).toBe(RUN_WORDS[run.status].title);
  for (const reason of (run.reason ?? '').split(' · ')) expect(page.words).toContain(reason);
  for (const link of [...page.links, `/v1/runs/${id}/report`]) {
    const { status } = await crm.call('GET', link, { headers: { accept: 'text/html' } });
    expect([link, status]).toEqual([link, 200]);
  }
  return entries;
}

async function pageAt(crm: Crm, path: string) {
  const answer = await crm.call('GET', path, { headers: { accept: 'text/html' } });
  expect([answer.status, answer.header('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  const { document } = parseHTML(answer.text);
  return {
    heading: document.querySelector('h1')?.textContent,
    words: document.querySelector('body')?.textContent ?? '',
    links: [...document.querySelectorAll('main a')].map((a) => a.getAttribute('href') ?? ''),
  };
}
