import { ENDED } from '../../../core/model/run.ts';
import { verifyChain } from '../../../core/trace/verify.ts';
import type { Execution } from './mission.ts';
import { TENANT } from './people.ts';
import type { Services } from './services.ts';
import { fields } from './tables.ts';
import { type Invariant, looser } from './witness.ts';

type Say = (invariant: Invariant, detail: string) => void;
type Fields = ReturnType<typeof fields>;

/** A schedule that has come to its end. */
interface Ended {
  readonly services: Services;
  readonly executions: readonly Execution[];
  readonly commits: ReadonlyMap<string, number>;
  /** Accounts that objected, and were heard. */
  readonly objected: readonly string[];
}

/** What must hold when nothing is left to do. Returns how each run ended. */
export function checkEnds({ services, executions, commits, objected }: Ended, say: Say): string[] {
  const { tables } = services;
  const record = (table: string, pk: string, sk: string) => fields(tables.partition(table, pk).get(sk)?.['record']);
  const runs = tables
    .all('runs', `${TENANT}#run#`)
    .filter(({ sk }) => sk === 'record')
    .map(({ item }) => fields(item['record']));
  const outbox = tables.all('outbox', `${TENANT}#outbox`).map(({ item }) => fields(item['record']));
  for (const run of runs) {
    const id = String(run['id']);
    const execution = executions.find((one) => one.run === id);
    const status = String(run['status']);
    if (!ENDED.some((ended) => ended === status))
      say(
        'ended-named',
        `${id} is ${status}; its execution ${execution?.status ?? 'never started'} ${execution?.error ?? ''}`,
      );
    checkChain(services, id, run, say);
    checkRight(services, id, commits, record, say);
    checkEvents(id, run, outbox, record, say);
  }
  checkCrm({ services, outbox, objected }, record('heads', `${TENANT}#head`, 'plan'), say);
  checkCalendars(services, objected, say);
  const [flags, set] = [services.config.inForce('flags'), services.config.setLast('flags')];
  if (looser(fields(flags), fields(set)))
    say('flags-not-looser', `a person left ${JSON.stringify(set)}; in force is ${JSON.stringify(flags)}`);
  const queued = new Set(services.queue.map((body) => String(fields(JSON.parse(body))['event'])));
  for (const { event, state } of outbox) {
    const id = String(fields(event)['id']);
    if (state === 'withdrawn' && queued.has(id)) say('events-kept', `${id} was withdrawn and sent all the same`);
    if (state !== 'withdrawn' && !queued.has(id)) say('events-kept', `${id} is in the outbox and was never queued`);
  }
  const holder = record('runs', `${TENANT}#active`, 'run')['run'] ?? null;
  if (holder !== null) say('lock-released', `${String(holder)} holds the place of the tenant`);
  const waiting = tables.partition('runs', `${TENANT}#queue`).size;
  if (waiting > 0) say('lock-released', `${waiting} runs wait in line, and nothing runs`);
  return runs.map((run) => String(run['status']));
}

function checkChain({ tables }: Services, id: string, run: Fields, say: Say): void {
  const entries = [...tables.partition('traces', `${TENANT}#trace#${id}`)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, item]) => fields(fields(item['record'])['entry']));
  const head = String(run['traceHead'] ?? '');
  const known = head.startsWith('sha256:') ? entries.find((entry) => entry['hash'] === head) : undefined;
  const verdict = verifyChain(entries);
  if (!verdict.ok) say('chain-valid', `${id} at ${verdict.at}: ${verdict.rule}, ${verdict.actual}`);
  if (head !== '' && known === undefined) say('chain-valid', `${id}: its record names a head that is not in the chain`);
  const steps = entries.map((entry) => String(entry['step']));
  if (new Set(steps).size < steps.length) say('chain-valid', `${id}: a step is twice in the chain: ${steps.join(' ')}`);
}

type RecordOf = (table: string, pk: string, sk: string) => Fields;

/** A commit needs flags that let it plan for real, and the gate its route asked for. */
function checkRight(
  { tables }: Services,
  id: string,
  commits: ReadonlyMap<string, number>,
  record: RecordOf,
  say: Say,
): void {
  if (!commits.has(id)) return;
  const outcome = (step: string) => fields(fields(record('runs', `${TENANT}#run#${id}`, `step#${step}`))['outcome']);
  const attempt = [0, 1, 2].findLast((n) => outcome(`${n}/route`)['answer'] !== undefined) ?? 0;
  const route = fields(outcome(`${attempt}/route`)['answer']);
  const admitted = fields(outcome(`${attempt}/preflight`)['answer']);
  if (!['on', 'canary'].includes(String(admitted['mode'])))
    say('right-to-commit', `${id} was committed, admitted under mode ${String(admitted['mode'])}`);
  const needed = { 'one-approver': 1, 'two-approvers': 2 }[String(route['autonomy'])] ?? 0;
  if (route['autonomy'] !== 'autonomous' && needed === 0)
    say('right-to-commit', `${id} was committed, routed as ${String(route['autonomy'])}`);
  if (admitted['stale'] === true && needed === 0) {
    const earlier = tables
      .all('runs', `${TENANT}#run#`)
      .filter(({ sk, pk }) => sk === 'record' && !pk.endsWith(id))
      .some(({ item }) => fields(item['record'])['autonomy'] === 'autonomous');
    if (!earlier) say('flags-not-looser', `${id} went by itself on a stale configuration, and no run before it had`);
  }
  if (needed === 0) return;
  const gate = record('gates', `${TENANT}#gate#${id}`, `gate#${String(attempt).padStart(3, '0')}`);
  const asked = record('runs', `${TENANT}#run#${id}`, 'record');
  const approvals = (Array.isArray(gate['decisions']) ? gate['decisions'].map(fields) : [])
    .filter((one) => one['verdict'] === 'approve')
    .map((one) => one['approver']);
  if (gate['verdict'] !== 'approve' || new Set(approvals).size < needed)
    say('right-to-commit', `${id} was committed with ${approvals.length} of ${needed} approvals`);
  if (approvals.some((who) => who === asked['author'] || who === asked['askedBy']))
    say('right-to-commit', `${id} was approved by who asked for it`);
}

/** What the CRM must be told follows from how the run ended and what was published. */
function checkEvents(id: string, run: Fields, outbox: readonly Fields[], record: RecordOf, say: Say): void {
  const events = outbox.map(({ event }) => fields(event)).filter((event) => event['run'] === id);
  const of = (type: string) => events.filter((event) => event['type'] === type);
  for (const type of ['plan.published', 'plan.rolled-back', 'run.ended'])
    if (of(type).length > 1) say('events-kept', `${id} has ${of(type).length} events ${type}`);
  const versions = events.map((event) => String(event['id']).split('.')[1] ?? '');
  const published = String(of('plan.published')[0]?.['id'] ?? '').split('.')[1];
  const attempts = [0, 1, 2].map((n) => fields(record('runs', `${TENANT}#run#${id}`, `step#${n}/publish`)));
  const told = attempts
    .map((step) => Number(fields(fields(step['outcome'])['answer'])['events'] ?? 0))
    .find((n) => n > 0);
  const made = versions.filter((version) => version === published).length;
  if (told !== undefined && made !== told) say('events-kept', `${id} published ${told} events; ${made} are kept`);
  if (run['status'] === 'done' && (told === undefined || of('plan.published').length !== 1))
    say('events-kept', `${id} is done and its plan was not published`);
  const quiet = ['failed', 'refused'].includes(String(run['status']));
  if (!quiet && of('run.ended').length !== 1)
    say('events-kept', `${id} is ${String(run['status'])} and nobody was told`);
}

/**
 * A CRM keeps, of each meeting, the event of the highest version of the head, so any order and any repeat of them ends the
 * same. Played by version, no event may be about a meeting it was not told of, and the last state is the plan in force.
 */
function checkCrm(
  {
    services: { tables },
    outbox,
    objected,
  }: Pick<Ended, 'services' | 'objected'> & { readonly outbox: readonly Fields[] },
  head: Fields,
  say: Say,
): void {
  const events = outbox
    .filter(({ state }) => state !== 'withdrawn')
    .map(({ event }) => fields(event))
    .filter((event) => event['engagement'] !== undefined)
    .sort((a, b) => Number(a['version']) - Number(b['version']));
  const known = new Map<string, string>();
  const told = new Set<string>();
  for (const event of events) {
    const [id, type] = [String(event['engagement']), String(event['type'])];
    const key = `${id} at version ${String(event['version'])}`;
    if (told.has(key)) say('crm-as-plan', `two events tell of ${key}`);
    told.add(key);
    if (known.has(id) === (type === 'engagement.scheduled')) say('crm-as-plan', `${type} of ${key}, out of turn`);
    if (type === 'engagement.cancelled') known.delete(id);
    else known.set(id, `${String(event['rep'])} ${String(event['start'])}`);
  }
  const plan = String(fields(head['current'])['plan'] ?? '');
  const inForce =
    plan === '' ? [] : assignmentsOf(tables.partition('evidence', `${TENANT}#evidence#${plan}`), objected);
  const said = (all: Iterable<readonly [string, string]>) =>
    [...all]
      .map((one) => one.join(' '))
      .sort()
      .join(', ');
  const [crm, planned] = [said(known), said(inForce)];
  if (crm !== planned) say('crm-as-plan', `the CRM knows [${crm}]; in force is [${planned}]`);
}

/** Whoever reads a calendar reads what the last version of it shows. */
function checkCalendars({ tables }: Services, objected: readonly string[], say: Say): void {
  for (const { sk, item } of tables.all('heads', `${TENANT}#feeds`)) {
    const feed = String(fields(item['record'])['feed']);
    const text = textOf(tables.partition('evidence', `${TENANT}#evidence#${feed}`));
    for (const account of objected)
      if (text.includes(`: ${account} (`)) say('objection-held', `the calendar of ${sk} shows ${account}`);
  }
}

/** Evidence of a plan: what it holds, but for accounts that objected. */
function assignmentsOf(stored: ReadonlyMap<string, Fields>, objected: readonly string[]): [string, string][] {
  const plan = fields(JSON.parse(textOf(stored)));
  const assignments = Array.isArray(plan['assignments']) ? plan['assignments'].map(fields) : [];
  return assignments
    .filter((one) => !objected.includes(String(one['account'])))
    .map((one) => [String(one['engagement']), `${String(one['rep'])} ${String(one['start'])}`]);
}

/** Evidence as it is stored: chunks of canonical text, which nothing packs here. */
function textOf(stored: ReadonlyMap<string, Fields>): string {
  const bytes = [...stored]
    .filter(([sk]) => sk.startsWith('chunk#'))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, item]) => fields(item['record'])['data'])
    .filter((data) => data instanceof Uint8Array);
  return Buffer.concat(bytes).toString();
}

/** Gates that are decided while their state still waits, by their tokens. */
export function unheardOf({ tables, waiting }: Services): Map<string, string> {
  const decided = tables
    .all('gates', `${TENANT}#gate#`)
    .map(({ item }) => fields(item['record']))
    .filter((gate) => gate['state'] === 'decided' && waiting.has(String(gate['token'])));
  return new Map(decided.map((gate) => [String(gate['token']), `the gate of ${String(gate['plan'])}`]));
}
