import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { approve, decisionRequests } from './approve.ts';
import { type Access, type ApiClient, apiClient, read } from './http-client.ts';
import { type Json, list, text } from './json.ts';

export type DemoOptions = {
  readonly access: Access;
  /** the example, portfolio/1 as JSON text */
  readonly portfolio: string;
  /** approve through the page, and keep what comes out */
  readonly approve: boolean;
  /** where report, scorecard and feeds go */
  readonly outDir: string;
  readonly say: (line: string) => void;
};

/** Where a run stands that nobody has to do anything for any more. */
const ENDS = [
  'done',
  'shadowed',
  'refused',
  'rejected',
  'changes-requested',
  'expired',
  'stopped',
  'rolled-back',
  'failed',
];

const PORTFOLIO = 'example';

/**
 * Shows one run, over HTTP only: the example is uploaded, a run is asked for and waited for until its gate; with `approve`
 * it is approved through the page's own form and followed to its end.
 * @returns true when the run waits at its gate, or when it ended as done and all it made is kept
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
  if (!options.approve) return true;

  for (const { to, link } of requests) {
    const { sent, heading } = await approve(link);
    // One approval may be enough; then the other links have nothing left to decide.
    if (!sent) break;
    say(`Approved as ${to}: ${heading}`);
  }
  return report(api, id, await follow(api, id, ENDS, say), options);
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
): Promise<Json> {
  for (let before = ''; ; ) {
    const run = await api.json('GET', `/v1/runs/${id}`);
    const status = text(run, 'status') ?? '';
    if (status !== before) say(`  ${status}`);
    before = status;
    if (until.includes(status)) return run;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Keeps what the run made, says where it lies. */
async function report(api: ApiClient, id: string, run: Json, { access, outDir, say }: DemoOptions): Promise<boolean> {
  const status = text(run, 'status') ?? '';
  const reason = text(run, 'reason');
  say(`The run has ended: ${status}${reason === undefined || reason === '' ? '' : `, ${reason}`}.`);
  const folder = join(outDir, id);
  mkdirSync(folder, { recursive: true });
  let whole = true;
  const keep = async (name: string, content: Promise<string>) => {
    try {
      writeFileSync(join(folder, name), await content);
      say(`  ${join(folder, name)}`);
    } catch (error) {
      whole = false;
      say(`  ${name} is missing: ${error instanceof Error ? error.message : error}`);
    }
  };
  const made: readonly [string, string, string][] = [
    ['reportDigest', 'report', 'report.html'],
    ['scorecardDigest', 'scorecard', 'scorecard.json'],
    ['planDigest', 'plan', 'plan.json'],
    ['followUpsDigest', 'follow-ups', 'follow-ups.json'],
    ['incidentDigest', 'incident', 'incident.json'],
    ['traceHead', 'trace', 'trace.json'],
  ];
  for (const [member, part, file] of made) {
    if (text(run, member) !== undefined) await keep(file, api.text(`/v1/runs/${id}/${part}`));
  }
  for (const { rep, href } of await feedLinks(api, access)) {
    await keep(`${rep.replace(/[^A-Za-z0-9._-]/g, '_')}.ics`, fetch(href).then(read));
  }
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
