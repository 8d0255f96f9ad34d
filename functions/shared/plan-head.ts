import { z } from 'zod';
import { Digest, RunId, type TenantId } from '../../core/model/ids.ts';
import { Instant } from '../../core/model/units.ts';
import { now } from './clock.ts';
import { environment } from './environment.ts';
import { table } from './tables.ts';

const Version = z.object({ plan: Digest, portfolio: Digest, policy: Digest, run: RunId });
const LONG_AGO = '1970-01-01T00:00:00Z';
/** A plan that was put in force: at which version of the head, and over which plan; null: over none. */
const Committed = Version.extend({
  committed: z.int().min(1),
  over: Digest.nullable(),
  /** Whose plan that was; null: none, or a head of an earlier version. */
  overRun: RunId.nullable().default(null),
  /** What began before it was past when this came into force, as of that moment; heads of an earlier version: nothing was. */
  present: Instant.default(LONG_AGO),
  /** The same of the plan it came over. */
  overPresent: Instant.default(LONG_AGO),
});
export type Committed = z.infer<typeof Committed>;
/** A commit that was undone: when, at which version of the head, and what is in force since instead of it; null: no plan. */
const Undone = Committed.extend({
  version: z.int().min(2),
  instead: Digest.nullable(),
  /** Absent in heads of earlier versions: then nothing counts as past. */
  at: Instant.default(LONG_AGO),
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

/** Per tenant the plan in force, and what is remembered of those before it. */
export function planHeads() {
  const { HEADS_TABLE } = environment('HEADS_TABLE');
  const heads = table(HEADS_TABLE, PlanHead);
  const headKey = (tenant: TenantId) => ({ pk: `${tenant}#head`, sk: 'plan' });

  return {
    plan: (tenant: TenantId) => heads.get(headKey(tenant)),

    /**
     * Puts a plan in force where the plan it was planned from (`published`, null: none) still is. Repeated by the same run,
     * it answers as the first time, unless the run was rolled back since.
     * @param present from when on its meetings are still to come
     */
    async commit(
      tenant: TenantId,
      published: Digest | null,
      next: PlanVersion,
      present: string = LONG_AGO,
    ): Promise<{ verdict: 'committed' | 'conflict'; version: number }> {
      const head = await heads.amend(headKey(tenant), (current) => {
        if (current?.current?.run === next.run || isOver(current, next.run)) return current;
        if ((current?.current?.plan ?? null) !== published) return current;
        const version = (current?.version ?? 0) + 1;
        return {
          version,
          current: {
            ...{ ...next, committed: version, over: published, overRun: current?.current?.run ?? null },
            ...{ present, overPresent: current?.current?.present ?? LONG_AGO },
          },
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

    /**
     * The next version, while the plan of `run` stays in force: for what is told of it later, so that it counts for more than
     * what was told before. Undefined: that plan is not in force any more.
     */
    async raise(tenant: TenantId, run: RunId): Promise<number | undefined> {
      const head = await heads.amend(headKey(tenant), (current) =>
        current?.current?.run === run ? { ...current, version: current.version + 1, at: now() } : current,
      );
      return head?.current?.run === run ? head.version : undefined;
    },

    /** A run that has ended commits no more. True: its plan is in force, and nothing changed. */
    async bar(tenant: TenantId, run: RunId): Promise<boolean> {
      const head = await heads.amend(headKey(tenant), (current) =>
        current?.current?.run === run ? current : barring(current, run),
      );
      return head?.current?.run === run;
    },
  };
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
