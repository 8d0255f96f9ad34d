import { z } from 'zod';
import { Digest, RepId, RunId, type TenantId } from '../../core/model/ids.ts';
import { Instant } from '../../core/model/units.ts';
import { now } from './clock.ts';
import { environment } from './environment.ts';
import { table } from './tables.ts';

const Version = z.object({ plan: Digest, portfolio: Digest, policy: Digest, run: RunId });
/** A plan that was put in force: at which version of the head, and over which plan; null: over none. */
const Committed = Version.extend({ committed: z.int().min(1), over: Digest.nullable() });
/** A commit that was undone: when, at which version of the head, and what is in force since instead of it; null: no plan. */
const Undone = Committed.extend({
  version: z.int().min(2),
  instead: Digest.nullable(),
  /** Absent in heads of earlier versions: then nothing counts as past. */
  at: Instant.default('1970-01-01T00:00:00Z'),
});
export type Undone = z.infer<typeof Undone>;
/**
 * Commits undone that the head remembers, newest last. Written with the move itself, so a rollback that was cut off right
 * after it still knows what to tell, whatever was committed since; it is gone on with each minute, long before it drops out.
 */
const UNDONE_KEPT = 16;
/** Runs barred that the head remembers: whoever still commits for one of them is gone within minutes. */
const BARRED_KEPT = 32;
/**
 * Plans before the one in force that a rollback can go back to: a few, since each was made for days that pass, and a plan of
 * days that are gone brings nothing back.
 */
const EARLIER_KEPT = 4;
/** The plan in force. `current` null: none is (never was, or all that is kept was rolled back). */
export const PlanHead = z.object({
  version: z.int().min(0),
  current: Committed.nullable(),
  /** What was in force before it, newest last, without what was undone. */
  earlier: z.array(Committed).max(EARLIER_KEPT).default([]),
  /** The run whose commit was undone last; null: committed since. */
  rolledBack: RunId.nullable(),
  undone: z.array(Undone).max(UNDONE_KEPT).default([]),
  /** Runs that are over without a commit: one of a copy that nobody waits for any more would put their plan in force. */
  barred: z.array(RunId).max(BARRED_KEPT).default([]),
  at: Instant,
});
export type PlanHead = z.infer<typeof PlanHead>;
export type PlanVersion = z.infer<typeof Version>;

/** The last stable baseline: hosted versions of configuration that go together, and the digests of what they hold. */
export const Baseline = z.object({
  version: z.int().min(1),
  flags: Digest,
  policySet: Digest,
  flagsVersion: z.string(),
  policyVersion: z.string(),
  evidence: Digest.nullable(),
  at: Instant,
});
export type Baseline = z.infer<typeof Baseline>;

const Feed = z.object({ rep: RepId, feed: Digest, run: RunId, version: z.int(), at: Instant });

export type HeadStore = ReturnType<typeof headStore>;

/** Per tenant the plan in force and the feed of each rep; for all, the last stable baseline. Each moves by one conditional write. */
export function headStore() {
  const { HEADS_TABLE } = environment('HEADS_TABLE');
  const heads = table(HEADS_TABLE, PlanHead);
  const baselines = table(HEADS_TABLE, Baseline);
  const feeds = table(HEADS_TABLE, Feed);
  const headKey = (tenant: TenantId) => ({ pk: `${tenant}#head`, sk: 'plan' });
  // Configuration is one document for all tenants, and so is its baseline.
  const baselineKey = { pk: '_configuration#head', sk: 'baseline' };
  const feedKey = (tenant: TenantId, rep: RepId) => ({ pk: `${tenant}#feeds`, sk: rep });

  return {
    plan: (tenant: TenantId) => heads.get(headKey(tenant)),

    /**
     * Puts a plan in force where the plan it was planned from (`published`, null: none) still is. Repeated by the same run,
     * it answers as the first time, unless the run was rolled back since.
     */
    async commit(
      tenant: TenantId,
      published: Digest | null,
      next: PlanVersion,
    ): Promise<{ verdict: 'committed' | 'conflict'; version: number }> {
      const head = await heads.amend(headKey(tenant), (current) => {
        if (current?.current?.run === next.run || isOver(current, next.run)) return current;
        if ((current?.current?.plan ?? null) !== published) return current;
        const version = (current?.version ?? 0) + 1;
        return {
          version,
          current: { ...next, committed: version, over: published },
          earlier: earlierOf(current),
          rolledBack: null,
          undone: current?.undone ?? [],
          barred: current?.barred ?? [],
          at: now(),
        };
      });
      const ours = head?.current?.run === next.run && head.current.plan === next.plan;
      return { verdict: ours ? 'committed' : 'conflict', version: head?.version ?? 0 };
    },

    /**
     * Undoes the commit of `run`, where its plan is the one in force; otherwise it commits no more. Repeatable: the same
     * answer whatever was committed since. Undefined: nothing of this run was undone.
     */
    async rollBack(tenant: TenantId, run: RunId): Promise<Undone | undefined> {
      const head = await heads.amend(headKey(tenant), (current) => {
        if (current === undefined || current.current?.run !== run) return barring(current, run);
        const { version, earlier } = current;
        const before = earlier.at(-1) ?? null;
        const at = now();
        const gone = { ...current.current, version: version + 1, instead: before?.plan ?? null, at };
        const undone = [...current.undone, gone].slice(-UNDONE_KEPT);
        const after = { current: before, earlier: earlier.slice(0, -1), rolledBack: run, undone };
        return { ...current, ...after, version: version + 1, at };
      });
      return wasUndone(head, run);
    },

    /** A run that has ended commits no more. True: its plan is in force, and nothing changed. */
    async bar(tenant: TenantId, run: RunId): Promise<boolean> {
      const head = await heads.amend(headKey(tenant), (current) =>
        current?.current?.run === run ? current : barring(current, run),
      );
      return head?.current?.run === run;
    },

    /** The last stable baseline of the configuration, which all tenants share. */
    baseline: () => baselines.get(baselineKey),

    /** Every baseline there was, newest first. */
    async baselines(): Promise<Baseline[]> {
      const [current, past] = await Promise.all([
        baselines.get(baselineKey),
        baselines.queryAll(baselineKey.pk, { prefix: 'baseline#', newestFirst: true }),
      ]);
      const known = past.filter(({ version }) => version !== current?.version);
      return current === undefined ? known : [current, ...known];
    },

    /**
     * Moves the pointer from the version the caller saw (0: none); false: someone else moved it. What it points at is put aside
     * before it is replaced: a kill in between leaves no baseline that nobody can find.
     */
    async moveBaseline(seen: number, next: Omit<Baseline, 'version' | 'at'>): Promise<boolean> {
      const replaced = await baselines.get(baselineKey);
      if (replaced !== undefined) await baselines.put({ ...baselineKey, sk: pastKey(replaced.version) }, replaced);
      const moved = { ...next, version: seen + 1, at: now() };
      const stored = await baselines.amend(baselineKey, (current) =>
        (current?.version ?? 0) === seen ? moved : current,
      );
      return stored === moved;
    },

    feed: (tenant: TenantId, rep: RepId) => feeds.get(feedKey(tenant, rep)),

    /** Points the rep's feed at content; a head version older than the one it shows changes nothing. */
    async setFeed(tenant: TenantId, feed: Omit<z.infer<typeof Feed>, 'at'>): Promise<void> {
      await feeds.amend(feedKey(tenant, feed.rep), (current) => {
        if (current !== undefined && current.version > feed.version) return current;
        return current?.feed === feed.feed && current.version === feed.version ? current : { ...feed, at: now() };
      });
    },

    /** Feeds of all reps that have one. */
    feeds: (tenant: TenantId) => feeds.queryAll(`${tenant}#feeds`),
  };
}

/** Every baseline stays beside the pointer, for whoever asks what was stable when. */
function pastKey(version: number): string {
  return `baseline#${String(version).padStart(6, '0')}`;
}

function earlierOf(head: PlanHead | undefined): PlanHead['earlier'] {
  if (head === undefined || head.current === null) return head?.earlier ?? [];
  return [...head.earlier, head.current].slice(-EARLIER_KEPT);
}

function barring(head: PlanHead | undefined, run: RunId): PlanHead {
  const none = { version: 0, current: null, earlier: [], rolledBack: null, undone: [], barred: [], at: now() };
  const before = head ?? none;
  if (isOver(before, run)) return before;
  return { ...before, barred: [...before.barred, run].slice(-BARRED_KEPT) };
}

function isOver(head: PlanHead | undefined, run: RunId): boolean {
  return wasUndone(head, run) !== undefined || head?.barred.includes(run) === true;
}

function wasUndone(head: PlanHead | undefined, run: RunId): Undone | undefined {
  return head?.undone.find((one) => one.run === run);
}
