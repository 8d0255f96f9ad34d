import type { Event } from '../../core/model/event.ts';
import type { Digest, RunId, TenantId } from '../../core/model/ids.ts';
import type { Commitment, Plan } from '../../core/model/plan.ts';
import type { Portfolio } from '../../core/model/portfolio.ts';
import { type Changes, changesOf } from '../../core/policy/changes.ts';
import { repFeed } from '../../core/report/feed.ts';
import type { EvidenceStore } from './evidence-store.ts';
import type { HeadStore } from './head-store.ts';

export interface Correlated {
  readonly tenant: TenantId;
  readonly run: RunId;
  readonly correlation: string;
}

/**
 * Events that tell the CRM of changes. Their ids follow from run, head version, kind and engagement, so the same publication
 * has the same events however often it is made.
 */
export function placementEvents(of: Correlated, version: number, { added, moved, cancelled }: Changes): Event[] {
  const base = (kind: string) => ({
    contract: 'event/1' as const,
    id: `${of.run}.${version}.${kind}`,
    ...of,
    version,
  });
  const placed = ({ engagement, rep, start, minutes }: Plan['assignments'][number]) => ({
    engagement,
    rep,
    start,
    minutes,
  });
  return [
    ...added.map((a) => ({
      ...base(`scheduled.${a.engagement}`),
      type: 'engagement.scheduled' as const,
      ...placed(a),
    })),
    ...moved.map(({ to }) => ({ ...base(`moved.${to.engagement}`), type: 'engagement.moved' as const, ...placed(to) })),
    ...cancelled.map(({ engagement }) => ({
      ...base(`cancelled.${engagement}`),
      type: 'engagement.cancelled' as const,
      engagement,
    })),
  ];
}

/** A plan that comes into force: at which version of the head, as of when, and over which commitments. */
export interface NewlyInForce {
  readonly version: number;
  readonly digest: Digest;
  readonly plan: Plan;
  /** From when on its meetings were still to come: of what started before, nothing is told. */
  readonly present: string;
  readonly before: readonly Commitment[];
}

/** All that a publication tells: the meetings that change, then that the plan is in force. */
export function publicationEvents(of: Correlated, { version, digest, plan, present, before }: NewlyInForce): Event[] {
  const done: Event = {
    contract: 'event/1',
    id: `${of.run}.${version}.published`,
    ...of,
    type: 'plan.published',
    version,
    plan: digest,
    assignments: plan.assignments.length,
  };
  return [...placementEvents(of, version, changesOf(plan, before, present)), done];
}

/** Tells how a run ended. One a run: where it is told twice, by its id. */
export function endedEvent({ tenant, run, correlation }: Correlated, status: string, reason: string): Event {
  return { contract: 'event/1', id: `${run}.ended`, tenant, run, correlation, type: 'run.ended', status, reason };
}

/** Renders the calendar of every rep and points the rep's feed at it. Repeatable; an older version never wins. */
export async function publishFeeds(
  stores: { readonly evidence: EvidenceStore; readonly heads: HeadStore },
  of: Correlated,
  shown: { readonly version: number; readonly plan: Plan; readonly portfolio: Portfolio },
): Promise<number> {
  const { version, plan, portfolio } = shown;
  for (const rep of portfolio.reps) {
    const calendar = repFeed({ rep, plan, portfolio, tenant: of.tenant, version });
    const feed: Digest = await stores.evidence.putText(of.tenant, 'feed/1', calendar, 'text/calendar');
    await stores.heads.setFeed(of.tenant, { rep: rep.id, feed, run: of.run, version });
  }
  return portfolio.reps.length;
}
