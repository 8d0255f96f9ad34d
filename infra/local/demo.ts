import { existsSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { ENDED } from '../../core/model/run.ts';
import { approve, decisionRequests } from './approve.ts';
import { exported } from './export.ts';
import { type Access, type ApiClient, apiClient, read } from './http-client.ts';
import { type Json, list, text } from './json.ts';

export type DemoOptions = {
  readonly access: Access;
  /** the example, portfolio/1 as JSON text */
  readonly portfolio: string;
  /** approve through the page, and keep what comes out */
  readonly approve: boolean;
  /** where the export of the run and the calendars go, in a folder named after it */
  readonly outDir: string;
  readonly say: (line: string) => void;
};

/** As the demonstration reads them from the API: text. */
const ENDS: readonly string[] = ENDED;

/** How often to look, and the status already told: a machine's steps take moments, a person's decision hours. */
const STEPS = { seen: '', pauseMs: 250 };
const A_PERSON = { seen: 'waiting-for-decision', pauseMs: 2000 };

const PORTFOLIO = 'example';
const ROOT = resolve(import.meta.dirname, '../..');

/**
 * Shows one run, over HTTP only: the example is uploaded, a run is asked for and waited for until its gate; with `approve`
 * it is approved through the page's own form; without, a person decides. Then it is followed to its end.
 * @returns true when the run ended as done and all it made is kept
 */
export async function demonstrate(options: DemoOptions): Promise<boolean> {
  const { access, say } = options;
  const api = await apiClient(access);
  const open = await openRun(api);
  const run = open ?? (await startRun(api, options));
  const id = text(run, 'id') ?? '';
  say(`Run ${id} ${open === undefined ? 'has started' : 'is still open from before'}.`);

  const waiting = await follow(api, id, ['waiting-for-decision', ...ENDS], say);
  if (text(waiting, 'status') !== 'waiting-for-decision') return report(api, id, waiting, options);
  const requests = await decisionRequests(access, text(waiting, 'requestedAt') ?? '');
  say(`The run waits for a decision. Mails: ${access.inboxUrl}`);
  for (const { to, link } of requests) say(`  for ${to}: ${link}`);
  if (!options.approve) {
    say('Approve in the mail, or end with ctrl-C: the run goes on at the next start.');
    return report(api, id, await follow(api, id, ENDS, say, A_PERSON), options);
  }

  for (const { to, link } of requests) {
    const { sent, heading } = await approve(link);
    // One approval may be enough; then the other links have nothing left to decide.
    if (!sent) break;
    say(`Approved as ${to}: ${heading}`);
  }
  return report(api, id, await follow(api, id, ENDS, say, { ...STEPS, seen: A_PERSON.seen }), options);
}

/** The newest run of the example that has not ended: after a restart it goes on, and no second one is wanted. */
async function openRun(api: ApiClient): Promise<Json | undefined> {
  const runs = await api.json('GET', '/v1/runs');
  const all = Array.isArray(runs) ? runs : [...list(runs, 'runs'), ...list(runs, 'items')];
  return all.find((run) => text(run, 'portfolio') === PORTFOLIO && !ENDS.includes(text(run, 'status') ?? ''));
}

async function startRun(api: ApiClient, { portfolio, say }: DemoOptions): Promise<Json> {
  const stored = await api.json('PUT', `/v1/portfolios/${PORTFOLIO}`, portfolio);
  const counts = ['accounts', 'engagements', 'reps'].map((kind) => `${text(stored, kind)} ${kind}`);
  say(`The example portfolio is loaded: ${counts.join(', ')}.`);
  const headers = { 'idempotency-key': crypto.randomUUID() };
  return api.json('POST', '/v1/runs', JSON.stringify({ portfolio: PORTFOLIO }), headers);
}

async function follow(
  api: ApiClient,
  id: string,
  until: readonly string[],
  say: (line: string) => void,
  { seen, pauseMs } = STEPS,
): Promise<Json> {
  for (let before = seen; ; ) {
    const run = await api.json('GET', `/v1/runs/${id}`);
    const status = text(run, 'status') ?? '';
    if (status !== before) say(`  ${status}`);
    before = status;
    if (until.includes(status)) return run;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** Keeps the run as an export that checks itself, and the calendars beside it; says where it lies. */
async function report(api: ApiClient, id: string, run: Json, { access, outDir, say }: DemoOptions): Promise<boolean> {
  const status = text(run, 'status') ?? '';
  const reason = text(run, 'reason');
  say(`The run has ended: ${status}${reason === undefined || reason === '' ? '' : `, ${reason}`}.`);
  const folder = join(outDir, id);
  let whole = true;
  const keep = async (what: string, keeping: Promise<void>) => {
    try {
      await keeping;
    } catch (error) {
      whole = false;
      say(`  ${what} is missing: ${error instanceof Error ? error.message : error}`);
    }
  };
  await keep('the export', exported(api, access.apiUrl, { kind: 'run', id }, folder));
  for (const { rep, href } of await feedLinks(api, access)) {
    const name = `${rep.replace(/[^A-Za-z0-9._-]/g, '_')}.ics`;
    await keep(
      name,
      fetch(href)
        .then(read)
        .then((feed) => writeFileSync(join(folder, name), feed)),
    );
  }
  say(`All of it lies in ${folder}`);
  if (existsSync(join(folder, 'report.html'))) say(`  read it:   ${join(folder, 'report.html')}`);
  say(`  check it:  npm run verify -- ${relative(ROOT, folder)}`);
  say(`  replay it: npm run replay -- ${relative(ROOT, folder)}`);
  return status === 'done' && whole;
}

/** One link per rep whose calendar is published; an API that has no list of them gives none. */
async function feedLinks(api: ApiClient, access: Access): Promise<{ rep: string; href: string }[]> {
  const feeds = await api.json('GET', '/v1/feeds').catch(() => []);
  return (Array.isArray(feeds) ? feeds : list(feeds, 'feeds')).flatMap((feed) => {
    const [rep, href] = [text(feed, 'rep'), text(feed, 'url') ?? text(feed, 'href')];
    return rep === undefined || href === undefined ? [] : [{ rep, href: new URL(href, access.apiUrl).href }];
  });
}
