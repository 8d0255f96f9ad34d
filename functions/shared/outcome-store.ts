import { z } from 'zod';
import { AccountId, Digest, RunId, type TenantId } from '../../core/model/ids.ts';
import { Outcome } from '../../core/model/outcome.ts';
import { Instant } from '../../core/model/units.ts';
import { subjectOf, type ToldOutcome } from '../../core/risk/outcome-history.ts';
import { digest } from '../../core/trace/digest.ts';
import { now } from './clock.ts';
import { environment } from './environment.ts';
import { table } from './tables.ts';

const Told = z.object({ id: Digest, outcome: Outcome, receivedAt: Instant });
const Objection = z.object({ account: AccountId, at: Instant });
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
    /** Stores an outcome once, under its digest. An objection holds before the outcome is there: it may not be lost. */
    async tell(tenant: TenantId, outcome: Outcome): Promise<{ id: Digest; fresh: boolean }> {
      const id = digest('outcome/1', outcome);
      if (outcome.kind === 'opted-out') {
        const objection = { account: outcome.account, at: outcome.at };
        await objections.putOnce({ pk: `${tenant}#objections`, sk: outcome.account }, objection);
      }
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

    objections: (tenant: TenantId) => objections.queryAll(`${tenant}#objections`),

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
