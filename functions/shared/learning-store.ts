import { z } from 'zod';
import { Digest, type TenantId } from '../../core/model/ids.ts';
import { Candidate, LearningReport } from '../../core/model/learning.ts';
import { Instant } from '../../core/model/units.ts';
import { WatchReport } from '../../core/model/watch.ts';
import { now } from './clock.ts';
import { environment } from './environment.ts';
import { evidenceStore } from './evidence-store.ts';
import { table } from './tables.ts';

const Learned = z.object({ report: Digest, at: Instant });
const Proposed = z.object({ candidate: Digest, at: Instant });

/** Older than this, what was learned or seen is not news any more. */
const STALE = 72 * 3_600_000;

export type LearningStore = ReturnType<typeof learningStore>;

/** Per tenant: what outcomes said last, the candidates made of it, and what the monitor saw last. Content is evidence. */
export function learningStore() {
  const { OUTCOMES_TABLE } = environment('OUTCOMES_TABLE');
  const evidence = evidenceStore();
  const learned = table(OUTCOMES_TABLE, Learned);
  const proposed = table(OUTCOMES_TABLE, Proposed);
  const watched = table(OUTCOMES_TABLE, WatchReport);
  const learnedKey = (tenant: TenantId) => ({ pk: `${tenant}#learning`, sk: 'last' });
  const watchedKey = (tenant: TenantId) => ({ pk: `${tenant}#watch`, sk: 'last' });
  const fresh = (at: string) => Date.parse(now()) - Date.parse(at) <= STALE;

  return {
    /** Keeps a report as evidence and as the last one. */
    async setReport(tenant: TenantId, report: LearningReport): Promise<Digest> {
      const stored = await evidence.put(tenant, 'learning/1', report);
      await learned.put(learnedKey(tenant), { report: stored, at: report.asOf });
      return stored;
    },
    /** The last report where it is recent; null: none, or too old to say anything about now. */
    async report(tenant: TenantId): Promise<LearningReport | null> {
      const last = await learned.get(learnedKey(tenant));
      if (last === undefined || !fresh(last.at)) return null;
      return evidence.get(tenant, 'learning/1', last.report, LearningReport);
    },

    /** Lists a candidate unless the newest one asks for the same. */
    async propose(tenant: TenantId, candidate: Candidate): Promise<Digest> {
      const [newest] = await this.candidates(tenant, 1);
      if (newest !== undefined && same(newest.candidate, candidate)) return newest.digest;
      const stored = await evidence.put(tenant, 'candidate/1', candidate);
      const at = now();
      await proposed.put({ pk: `${tenant}#candidates`, sk: `${at}#${stored}` }, { candidate: stored, at });
      return stored;
    },
    /** Newest first. */
    async candidates(tenant: TenantId, limit: number) {
      const page = await proposed.query(`${tenant}#candidates`, { newestFirst: true, limit });
      return Promise.all(
        page.records.map(async ({ record: { candidate, at } }) => ({
          digest: candidate,
          at,
          candidate: await evidence.get(tenant, 'candidate/1', candidate, Candidate),
        })),
      );
    },

    setWatch: (tenant: TenantId, report: WatchReport) => watched.put(watchedKey(tenant), report),
    watch: (tenant: TenantId) => watched.get(watchedKey(tenant)),
    /** Its verdict where it is recent. */
    async watchVerdict(tenant: TenantId): Promise<WatchReport['verdict'] | null> {
      const last = await watched.get(watchedKey(tenant));
      return last !== undefined && fresh(last.at) ? last.verdict : null;
    },
  };
}

function same(a: Candidate, b: Candidate): boolean {
  return a.basedOn === b.basedOn && JSON.stringify(a.learned) === JSON.stringify(b.learned);
}
