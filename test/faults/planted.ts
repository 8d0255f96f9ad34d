import type { Edit } from './simulator.ts';
import type { Invariant } from './world/witness.ts';

export interface Planted {
  readonly breaks: Invariant;
  /** A schedule that shows it, or just before one that does. */
  readonly seed: number;
  readonly edits: readonly Edit[];
}

/** Mistakes somebody could make, each in one place of the product, and the invariant that must say so. */
export const PLANTED = {
  'a record is written whatever is there': {
    breaks: 'chain-valid',
    seed: 2,
    edits: [
      {
        file: 'functions/shared/tables.ts',
        from: 'TableName: name, Item, ...condition',
        to: "TableName: name, Item, ...(planted('a record is written whatever is there') ? {} : condition)",
      },
    ],
  },
  'a commit asks neither who has committed nor what is in force': {
    breaks: 'one-commit',
    seed: 38,
    edits: [
      {
        file: 'functions/shared/head-store.ts',
        from: 'if (current?.current?.run === next.run || wasUndone(current, next.run) !== undefined) return current;',
        to: "if (!planted('a commit asks neither who has committed nor what is in force') && (current?.current?.run === next.run || wasUndone(current, next.run) !== undefined)) return current;",
      },
      {
        file: 'functions/shared/head-store.ts',
        from: 'if ((current?.current?.plan ?? null) !== published) return current;',
        to: "if (!planted('a commit asks neither who has committed nor what is in force') && (current?.current?.plan ?? null) !== published) return current;",
      },
    ],
  },
  'a rollback takes the version back, too': {
    breaks: 'head-forward',
    seed: 10,
    edits: [
      {
        file: 'functions/shared/head-store.ts',
        from: 'return { version: version + 1, current: previous,',
        to: "return { version: planted('a rollback takes the version back, too') ? version - 1 : version + 1, current: previous,",
      },
    ],
  },
  'ids of events follow from the time': {
    breaks: 'events-kept',
    seed: 1,
    edits: [
      {
        file: 'functions/shared/publication.ts',
        from: 'id: `${of.run}.${version}.published`',
        to: "id: planted('ids of events follow from the time') ? `${of.run}.${Date.now()}.published` : `${of.run}.${version}.published`",
      },
    ],
  },
  'a publication is not listed before it is stored': {
    breaks: 'events-kept',
    seed: 10156,
    edits: [
      {
        file: 'functions/shared/outbox.ts',
        from: 'await store.begin(publication);',
        to: "if (!planted('a publication is not listed before it is stored')) await store.begin(publication);",
      },
    ],
  },
  'a decided gate is decided again': {
    breaks: 'one-decision',
    seed: 1,
    edits: [
      {
        file: 'functions/shared/gate-store.ts',
        from: "if (gate.state === 'decided') return 'already-decided';",
        to: "if (gate.state === 'decided' && !planted('a decided gate is decided again')) return 'already-decided';",
      },
    ],
  },
  'one approval is enough for two approvers': {
    breaks: 'right-to-commit',
    seed: 13,
    edits: [
      {
        file: 'functions/shared/gate-store.ts',
        from: 'return approvals < gate.quorum',
        to: "return approvals < (planted('one approval is enough for two approvers') ? 1 : gate.quorum)",
      },
    ],
  },
  'steps do not read the stop flag': {
    breaks: 'right-to-commit',
    seed: 344,
    edits: [
      {
        file: 'functions/shared/step.ts',
        from: 'if (flags.value.stop.enabled) throw',
        to: "if (flags.value.stop.enabled && !planted('steps do not read the stop flag')) throw",
      },
    ],
  },
  'a rollback loosens flags': {
    breaks: 'flags-not-looser',
    seed: 150,
    edits: [
      {
        file: 'core/policy/restore-step.ts',
        from: 'if (!strictFlagsKept && differs(state.flags))',
        to: "if ((planted('a rollback loosens flags') || !strictFlagsKept) && differs(state.flags))",
      },
    ],
  },
  'a mail is sent without looking whether it was': {
    breaks: 'mail-once',
    seed: 5,
    edits: [
      {
        file: 'functions/shared/run-store.ts',
        from: 'if ((await effects.get(key)) !== undefined) return;',
        to: "if (!planted('a mail is sent without looking whether it was') && (await effects.get(key)) !== undefined) return;",
      },
    ],
  },
  'the place of the tenant is kept': {
    breaks: 'lock-released',
    seed: 1,
    edits: [
      {
        file: 'functions/shared/active-run.ts',
        from: 'current?.run === run ? { run: null } : current',
        to: "current?.run === run && !planted('the place of the tenant is kept') ? { run: null } : current",
      },
    ],
  },
  'a mission that died leaves its run': {
    breaks: 'ended-named',
    seed: 24,
    edits: [
      {
        file: 'functions/start-queued/index.ts',
        from: 'if (run !== undefined && !ENDED.includes(run.status))',
        to: "if (!planted('a mission that died leaves its run') && run !== undefined && !ENDED.includes(run.status))",
      },
    ],
  },
} as const satisfies Readonly<Record<string, Planted>>;
