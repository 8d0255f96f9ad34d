import { z } from 'zod';
import { type AccountId, Digest, RunId, type TenantId } from '../../core/model/ids.ts';
import { Outcome } from '../../core/model/outcome.ts';
import { Instant } from '../../core/model/units.ts';
import { subjectOf, type ToldOutcome } from '../../core/risk/outcome-history.ts';
import { digest } from '../../core/trace/digest.ts';
import { now } from './clock.ts';
import { environment } from './environment.ts';
import { table } from './tables.ts';

const Told = z.object({ id: Digest, outcome: Outcome, receivedAt: Instant });
/** Keyed digest of an account id, 64 hexadecimal digits: nobody learns from it whom it is about without the key. */
export const ObjectionDigest = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<'ObjectionDigest'>();
export type ObjectionDigest = z.infer<typeof ObjectionDigest>;
const Objection = z.object({
  who: ObjectionDigest,
  /** When it was told; for one that came with a portfolio, when that was first seen. */
  at: Instant,
  source: z.enum(['outcome', 'portfolio']),
});
export type Objection = z.infer<typeof Objection>;
const ForecastIndex = z.object({ run: RunId, digest: Digest, asOf: Instant, accounts: z.int() });
export type ForecastIndex = z.infer<typeof ForecastIndex>;

export type OutcomeStore = ReturnType<typeof outcomeStore>;

/** Per tenant: what happened, who objected, and where the forecasts are that it is held against. */
export function outcomeStore() {
  const { OUTCOMES_TABLE } = environment('OUTCOMES_TABLE');
  const told = table(OUTCOMES_TABLE, Told);
  const objections = table(OUTCOMES_TABLE, Objection);
  const forecasts = table(OUTCOMES_TABLE, ForecastIndex);
  const place = (tenant: TenantId) => `${tenant}#outcomes`;

  return {
    /** Stores an outcome once, under its digest. */
    async tell(tenant: TenantId, outcome: Outcome): Promise<{ id: Digest; fresh: boolean }> {
      const id = digest('outcome/1', outcome);
      const put = await told.putOnce(
        { pk: place(tenant), sk: `${subjectOf(outcome)}#${id}` },
        { id, outcome, receivedAt: now() },
      );
      return { id, fresh: put.created };
    },

    /** Everything told about what an outcome is about. */
    about: (tenant: TenantId, outcome: Outcome): Promise<ToldOutcome[]> =>
      told.queryAll(place(tenant), { prefix: `${subjectOf(outcome)}#` }),

    all: (tenant: TenantId): Promise<ToldOutcome[]> => told.queryAll(place(tenant)),

    /** Everyone who ever objected; nothing takes one out again. */
    objections: (tenant: TenantId): Promise<Objection[]> => objections.queryAll(`${tenant}#objections`),

    /** Keeps an objection for good; the first one told of a person stays. */
    async keepObjection(tenant: TenantId, objection: Objection): Promise<void> {
      await objections.putOnce({ pk: `${tenant}#objections`, sk: objection.who }, objection);
    },

    /** Removes what was told about an account under its id; objections stay, as the digests they are. */
    async forget(tenant: TenantId, account: AccountId): Promise<void> {
      for (;;) {
        const page = await told.query(place(tenant), { prefix: `account#${account}#`, limit: 25 });
        for (const { sk } of page.records) await told.remove({ pk: place(tenant), sk });
        if (page.after === undefined) return;
      }
    },

    /** Lists a forecasts/1 kept as evidence; a run has one. */
    indexForecasts: (tenant: TenantId, index: ForecastIndex) =>
      forecasts.put({ pk: `${tenant}#forecasts`, sk: `${sortable(index.asOf)}#${index.run}` }, index),

    /** Newest first. */
    async recentForecasts(tenant: TenantId, limit: number): Promise<ForecastIndex[]> {
      const page = await forecasts.query(`${tenant}#forecasts`, { newestFirst: true, limit });
      return page.records.map(({ record }) => record);
    },
  };
}

/** An instant in UTC with milliseconds: these sort as text. */
function sortable(instant: string): string {
  return new Date(Date.parse(instant)).toISOString();
}
