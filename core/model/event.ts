import { z } from 'zod';
import { Digest, EngagementId, RepId, RunId, TenantId } from './ids.ts';
import { Instant, Minutes } from './units.ts';

/** Deliveries tried before an event is dead: kept, and delivered again only by a replay. */
export const MAX_DELIVERIES = 8;

const base = {
  contract: z.literal('event/1'),
  /** Idempotency key: the same event always has the same id. */
  id: z.string(),
  tenant: TenantId,
  run: RunId,
  correlation: z.string(),
};
/**
 * Version of the plan head that this tells of. Events may arrive in any order: of two about one engagement, the one of the
 * higher version is how it is, and one of a lower version that comes later changes nothing. So too of two about the plan.
 * Meetings that are past are told of no more: they stay as they were told.
 */
const version = z.int().min(1);
const placement = { version, engagement: EngagementId, rep: RepId, start: Instant, minutes: Minutes };

/** event/1: what the CRM is told, at least once, under one idempotency key. */
export const Event = z
  .discriminatedUnion('type', [
    z.strictObject({ ...base, type: z.literal('engagement.scheduled'), ...placement }),
    z.strictObject({ ...base, type: z.literal('engagement.moved'), ...placement }),
    z.strictObject({ ...base, type: z.literal('engagement.cancelled'), version, engagement: EngagementId }),
    z.strictObject({ ...base, type: z.literal('plan.published'), version, plan: Digest, assignments: z.int() }),
    z.strictObject({ ...base, type: z.literal('plan.rolled-back'), version, plan: Digest.nullable() }),
    z.strictObject({ ...base, type: z.literal('run.ended'), status: z.string(), reason: z.string() }),
  ])
  .meta({ id: 'event', title: 'event/1' });
export type Event = z.infer<typeof Event>;
