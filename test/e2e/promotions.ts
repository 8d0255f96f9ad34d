import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { PROMOTION_ENDED, Promotion, type PromotionStatus } from '../../core/model/promotion.ts';
import { SuiteResult } from '../../core/model/suite.ts';
import { TraceEntry } from '../../core/model/trace.ts';
import { until } from '../local/fixture.ts';
import { lettersTo } from './approver.ts';
import type { Crm } from './crm.ts';

const Shown = z.object({
  promotion: Promotion,
  suites: z.array(z.object({ part: z.string(), result: SuiteResult })),
  trace: z.array(TraceEntry),
});
export type ShownPromotion = z.infer<typeof Shown>;

/** A promotion small enough for a machine that does other things too: quarters instead of years, moments instead of days. */
export const SMALL_TERMS = {
  worlds: 16,
  days: 91,
  batch: 12,
  worldsPerShard: 4,
  minutes: { shadow: 0, canary: 0, all: 0 },
  lookMinutes: 0.02,
  patienceMinutes: 2,
};

/** What an author of policies does with the API, over HTTP only. */
export function promotions(crm: Crm) {
  const read = async (id: string): Promise<ShownPromotion> => Shown.parse(await crm.json(`/v1/promotions/${id}`));
  return {
    read,
    submit: (body: unknown, key: string) =>
      crm.call('POST', '/v1/policies', { headers: { 'idempotency-key': key }, body: JSON.stringify(body) }),
    /** Submits a policy of the caller's tenant, which must be taken. */
    async start(policy: unknown, key = 'candidate-1'): Promise<Promotion> {
      const answer = await this.submit({ policy }, key);
      if (answer.status !== 202) throw new Error(`${answer.status}: ${answer.text.slice(0, 1_000)}`);
      return Promotion.parse(answer.json);
    },
    /** The promotion, once it has one of these states. */
    async follow(id: string, ...statuses: readonly PromotionStatus[]): Promise<ShownPromotion> {
      const end = Date.now() + FOLLOW_MS;
      for (;;) {
        const shown = await read(id);
        const { status, reason } = shown.promotion;
        if (statuses.includes(status)) return shown;
        if (PROMOTION_ENDED.includes(status) || Date.now() > end)
          throw new Error(`promotion is ${status} (${reason ?? 'no reason'}), not ${statuses.join(' or ')}`);
        await pause(200);
      }
    },
  };
}

/** The link in the n-th (from 0) mail about a candidate to this person, once it is there. */
export function candidateLink(inbox: string, address: string, n = 0): Promise<string> {
  return until(async () => {
    const links = (await lettersTo(inbox, address)).flatMap(
      ({ text }) => /http\S+\/v1\/promotion-decisions\/\S+/.exec(text) ?? [],
    );
    return links[n];
  }, 120);
}

/** Worlds on two shared processors. */
const FOLLOW_MS = 240_000;
