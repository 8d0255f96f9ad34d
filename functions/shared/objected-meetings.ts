import type { Event } from '../../core/model/event.ts';
import type { EngagementId, RunId, TenantId } from '../../core/model/ids.ts';
import type { Assignment } from '../../core/model/plan.ts';
import { laterOf, withoutBegun } from '../../core/policy/present.ts';
import { now } from './clock.ts';
import type { EvidenceStore } from './evidence-store.ts';
import type { HeadStore } from './head-store.ts';
import { missionDocuments } from './mission-documents.ts';
import type { objectionsOf } from './objections.ts';
import { type Outbox, type OutboxQueue, offEventId } from './outbox.ts';
import { type Correlated, publishFeeds } from './publication.ts';

export interface Withdrawal {
  /** The run whose plan is in force; null: no plan is. */
  readonly run: RunId | null;
  /** False: that plan is still being published; events follow once it is, so call again. */
  readonly complete: boolean;
  /** Meetings the CRM was told to be off, each with the version of the head that says so. */
  readonly told: ReadonlyMap<EngagementId, number>;
}

export interface ObjectedRooms {
  readonly evidence: EvidenceStore;
  readonly heads: HeadStore;
  readonly objections: Pick<ReturnType<typeof objectionsOf>, 'among'>;
  readonly outbox: Pick<Outbox, 'get' | 'announced' | 'open'>;
}

/** Plans in a row that come into force while one is looked at; more is a storm that the next look sees the end of. */
const ATTEMPTS = 5;

/**
 * Takes meetings with accounts that objected out of the plan in force: out of the calendars first, then by an event for each to
 * the CRM, once. Repeatable, and safe beside commits, rollbacks and itself: the head's version is raised before objections are
 * read, so of two that do this at once the later one knows of both objections. What has begun stays as it was told.
 */
export function withdrawObjected({ queue, ...rooms }: ObjectedRooms & { readonly queue: OutboxQueue }) {
  const { evidence, heads } = rooms;
  const documents = missionDocuments(evidence);
  return async (tenant: TenantId, correlation: string): Promise<Withdrawal> => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const current = (await heads.plan(tenant))?.current ?? null;
      if (current === null) return { run: null, complete: true, told: new Map() };
      const { run } = current;
      const of = { tenant, run, correlation };
      const plan = await documents.plan(tenant, current.plan);
      const known = await toldOff(rooms, of, await ahead(rooms, tenant, plan.assignments));
      if (known.open.length === 0) return { run, complete: true, told: known.told };
      const version = await heads.raise(tenant, run);
      if (version === undefined) continue;
      const off = new Set<string>((await ahead(rooms, tenant, plan.assignments)).map(({ engagement }) => engagement));
      const affected = new Set<string>(plan.assignments.flatMap((a) => (off.has(a.engagement) ? [a.rep] : [])));
      const portfolio = await documents.portfolio(tenant, current.portfolio);
      const { asOf } = portfolio;
      const before = current.over === null ? [] : (await documents.plan(tenant, current.over)).assignments;
      const shown = withoutBegun(laterOf(asOf, current.present), plan, before, asOf);
      await publishFeeds({ evidence, heads }, of, {
        version,
        plan: { ...shown, assignments: shown.assignments.filter(({ engagement }) => !off.has(engagement)) },
        portfolio: { ...portfolio, reps: portfolio.reps.filter(({ id }) => affected.has(id)) },
      });
      if (!(await isPublished(rooms, of, current.committed))) return { run, complete: false, told: known.told };
      const meetings = plan.assignments.filter(({ engagement }) => off.has(engagement));
      await queue.publish(meetings.map(({ engagement }) => offEvent(of, version, engagement)));
      return { run, complete: true, told: (await toldOff(rooms, of, meetings)).told };
    }
    return { run: null, complete: false, told: new Map() };
  };
}

export interface CalledOff {
  /** Engagements of these meetings whose account objected. */
  readonly objected: ReadonlySet<string>;
  /** Those of them the CRM was told of, each with the version of the head that says so. */
  readonly told: ReadonlyMap<string, number>;
}

/**
 * Which of these meetings of the plan of `of.run` the CRM was told to be off since somebody objected. Of the others nobody
 * will be by that: from here on it is the caller who tells.
 */
export async function calledOff(
  { outbox, objections }: Pick<ObjectedRooms, 'outbox' | 'objections'>,
  of: Correlated,
  assignments: readonly Assignment[],
): Promise<CalledOff> {
  const accounts = await objections.among(of.tenant, accountsOf(assignments));
  const objected = new Set<string>();
  const told = new Map<string, number>();
  for (const { account, engagement } of assignments) {
    if (!accounts.has(account)) continue;
    objected.add(engagement);
    const event = offEvent(of, 1, engagement);
    if (!(await outbox.announced(event))) continue;
    const sent = await outbox.get(of.tenant, event.id);
    if (sent !== undefined && 'version' in sent.event) told.set(engagement, sent.event.version);
  }
  return { objected, told };
}

/** Before its publication has told of a meeting, there is nothing to call off. What was begun after it is another one. */
async function isPublished({ outbox }: Pick<ObjectedRooms, 'outbox'>, { tenant, run }: Correlated, version: number) {
  const last = await outbox.get(tenant, `${run}.${version}.published`);
  if (last === undefined) return false;
  const under = (await outbox.open()).filter((one) => one.tenant === tenant && one.run === run);
  return under.every(({ at }) => Date.parse(at) > Date.parse(last.at));
}

/** Meetings with accounts that objected, and that have not begun. */
async function ahead(
  { objections }: Pick<ObjectedRooms, 'objections'>,
  tenant: TenantId,
  assignments: readonly Assignment[],
): Promise<readonly Assignment[]> {
  const at = Date.parse(now());
  const coming = assignments.filter(({ start }) => Date.parse(start) >= at);
  const objected = await objections.among(tenant, accountsOf(coming));
  return coming.filter(({ account }) => objected.has(account));
}

/** What the CRM was told of these, and of which it has to be told yet. */
async function toldOff({ outbox }: Pick<ObjectedRooms, 'outbox'>, of: Correlated, meetings: readonly Assignment[]) {
  const told = new Map<EngagementId, number>();
  const open: EngagementId[] = [];
  for (const { engagement } of meetings) {
    const sent = await outbox.get(of.tenant, offEvent(of, 1, engagement).id);
    if (sent === undefined) open.push(engagement);
    else if (sent.state !== 'withdrawn' && 'version' in sent.event) told.set(engagement, sent.event.version);
  }
  return { told, open };
}

/** A run's plan is in force at most once more after a rollback of the next, and an objection is for good: one event each. */
function offEvent(of: Correlated, version: number, engagement: EngagementId): Event {
  const id = offEventId(of.run, engagement);
  return { contract: 'event/1', id, ...of, type: 'engagement.cancelled', version, engagement };
}

function accountsOf(assignments: readonly Assignment[]) {
  return [...new Set(assignments.map(({ account }) => account))];
}
