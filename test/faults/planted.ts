import type { Edit } from './edits.ts';
import type { Nudge } from './world/faults.ts';
import type { Invariant } from './world/witness.ts';

export interface Planted {
  readonly breaks: Invariant;
  /** A schedule that shows it, or just before one that does. */
  readonly seed: number;
  readonly edits: readonly Edit[];
  /** Faults that bring it out, where chance rarely would. */
  readonly nudges?: readonly Nudge[];
}

/** Mistakes somebody could make, each in one place of the product, and the invariant that must say so. */
export const PLANTED = {
  'a read of the secret is kept while it is under way': {
    breaks: 'answered',
    seed: 5,
    edits: [
      {
        file: 'functions/shared/secrets.ts',
        from: 'let secret: string | undefined;',
        to: 'let secret: string | undefined; let kept: Promise<string> | undefined; whenCold(() => { kept = undefined; });',
      },
      {
        file: 'functions/shared/secrets.ts',
        from: 'secret ??= await fetched();',
        to: "if (planted('a read of the secret is kept while it is under way')) { kept ??= fetched(); secret = await kept; } else secret ??= await fetched();",
      },
    ],
    nudges: [{ by: 'decide', call: 'GetSecretValue', fault: 'kill-before', times: 1 }],
  },
  'nobody waits until a decision is told': {
    breaks: 'no-crash',
    seed: 1,
    edits: [
      {
        file: 'functions/decide/index.ts',
        from: 'await callBack(reference, outcome.gate);',
        to: "const told = callBack(reference, outcome.gate); if (!planted('nobody waits until a decision is told')) await told;",
      },
    ],
    nudges: [{ by: 'decide', call: 'SendTaskSuccess', fault: 'error-before', times: 1 }],
  },
  'a record is written whatever is there': {
    breaks: 'chain-valid',
    seed: 4,
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
    seed: 75,
    edits: [
      {
        file: 'functions/shared/plan-head.ts',
        from: 'if (current?.current?.run === next.run || isOver(current, next.run)) return current;',
        to: "if (!planted('a commit asks neither who has committed nor what is in force') && (current?.current?.run === next.run || isOver(current, next.run))) return current;",
      },
      {
        file: 'functions/shared/plan-head.ts',
        from: 'if ((current?.current?.plan ?? null) !== published) return current;',
        to: "if (!planted('a commit asks neither who has committed nor what is in force') && (current?.current?.plan ?? null) !== published) return current;",
      },
    ],
  },
  'a rollback takes the version back, too': {
    breaks: 'head-forward',
    seed: 11,
    edits: [
      {
        file: 'functions/shared/plan-head.ts',
        from: 'return { ...current, ...after, version: version + 1,',
        to: "return { ...current, ...after, version: planted('a rollback takes the version back, too') ? version - 1 : version + 1,",
      },
    ],
  },
  'a rollback forgets the plans before the last': {
    breaks: 'back-to-before',
    seed: 1,
    // The second run dies once its plan is in force.
    nudges: [
      {
        by: 'publish',
        call: 'Get',
        place: 'runs acme#run#run-61eefe418271cd04e2814633a6d7b53e',
        fault: 'kill-before',
        times: 20,
      },
    ],
    edits: [
      {
        file: 'functions/shared/plan-head.ts',
        from: 'const before = earlier.at(-1) ?? null;',
        to: "const before = planted('a rollback forgets the plans before the last') ? null : (earlier.at(-1) ?? null);",
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
    seed: 4,
    nudges: [{ by: 'escalate', call: 'SendMessageBatch', fault: 'kill-before', times: 20 }],
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
    seed: 5,
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
    seed: 204,
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
    seed: 22,
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
    seed: 1,
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
    seed: 12,
    edits: [
      {
        file: 'functions/start-queued/index.ts',
        from: 'if (!ENDED.includes(run.status)) {',
        to: "if (!planted('a mission that died leaves its run') && !ENDED.includes(run.status)) {",
      },
    ],
  },
  'the monitor answers no state whose callback was lost': {
    breaks: 'decision-heard',
    seed: 10,
    nudges: [{ by: 'decide', call: 'SendTaskSuccess', fault: 'kill-before', times: 1 }],
    edits: [
      {
        file: 'functions/remind/give-care.ts',
        from: 'await answer(place, gate);',
        to: "if (!planted('the monitor answers no state whose callback was lost')) await answer(place, gate);",
      },
    ],
  },
  'whoever asked for a run may decide on it': {
    breaks: 'right-to-commit',
    seed: 88,
    edits: [
      {
        file: 'core/policy/gate-approvers.ts',
        from: 'new Set<string>([author, askedBy])',
        to: "new Set<string>(planted('whoever asked for a run may decide on it') ? [] : [author, askedBy])",
      },
      {
        file: 'functions/shared/gate-store.ts',
        from: 'if (decision.approver === gate.author || decision.approver === gate.askedBy)',
        to: "if (!planted('whoever asked for a run may decide on it') && (decision.approver === gate.author || decision.approver === gate.askedBy))",
      },
    ],
  },
  'an undone commit is forgotten once there is another': {
    breaks: 'crm-as-plan',
    seed: 10,
    nudges: [
      { by: 'publish', call: 'SendMessageBatch', fault: 'kill-before', times: 20 },
      { by: 'rollback', call: 'Get', place: 'evidence', fault: 'kill-before', times: 20 },
    ],
    edits: [
      {
        file: 'functions/shared/plan-head.ts',
        from: 'return head?.undone.find((one) => one.run === run);',
        to: "return head?.undone.find((one) => one.run === run && (!planted('an undone commit is forgotten once there is another') || head.rolledBack === run));",
      },
    ],
  },
  'what was never announced is corrected, too': {
    breaks: 'crm-as-plan',
    seed: 3,
    nudges: [{ by: 'publish', call: 'Put', place: 'outbox', fault: 'kill-before', times: 1 }],
    edits: [
      {
        file: 'functions/shared/outbox.ts',
        from: "return !put.created && put.existing.state !== 'withdrawn';",
        to: "return planted('what was never announced is corrected, too') || (!put.created && put.existing.state !== 'withdrawn');",
      },
    ],
  },
  'a plan left in force stays there': {
    breaks: 'crm-as-plan',
    seed: 11,
    nudges: [
      { by: 'publish', call: 'Put', place: 'outbox', fault: 'kill-before', times: 1 },
      { by: 'rollback', call: 'Get', fault: 'kill-before', times: 20 },
    ],
    edits: [
      {
        file: 'functions/start-queued/index.ts',
        from: 'if (ended !== undefined && ENDED_UNDONE.includes(ended)',
        to: "if (!planted('a plan left in force stays there') && ended !== undefined && ENDED_UNDONE.includes(ended)",
      },
    ],
  },
  'nobody wakes the line after a run joined it': {
    breaks: 'ended-named',
    seed: 1,
    nudges: [{ by: 'start-run', call: 'Put', place: 'runs acme#queue', fault: 'held', times: 1 }],
    edits: [
      {
        file: 'functions/shared/run-start.ts',
        from: 'const woken = await next(run.tenant);',
        to: "const woken = planted('nobody wakes the line after a run joined it') ? null : await next(run.tenant);",
      },
    ],
  },
  'a stop on its way is stopped': {
    breaks: 'flags-not-looser',
    seed: 175,
    nudges: [{ by: 'roll-back', call: 'StartDeployment', fault: 'overtaken', times: 1 }],
    edits: [
      {
        file: 'core/policy/restore-step.ts',
        from: 'if (tightening || (wanted && !loosening))',
        to: "if (!planted('a stop on its way is stopped') && (tightening || (wanted && !loosening)))",
      },
    ],
  },
  'everybody who finishes a rollback tells of it': {
    breaks: 'mail-once',
    seed: 6,
    nudges: [{ by: 'roll-back', call: 'SendEmail', fault: 'held', times: 1 }],
    edits: [
      {
        file: 'functions/shared/requested-rollback.ts',
        from: 'if (!(await store.claim(done, by, LIVES[caller] + GRACE))) return done;',
        to: "if (!(await store.claim(done, by, LIVES[caller] + GRACE)) && !planted('everybody who finishes a rollback tells of it')) return done;",
      },
    ],
  },
  'reads may be stale': {
    breaks: 'ended-named',
    seed: 5,
    edits: [
      {
        file: 'functions/shared/tables.ts',
        from: 'Key: { ...key }, ConsistentRead: true })',
        to: "Key: { ...key }, ConsistentRead: !planted('reads may be stale') })",
      },
    ],
  },
  'lists may be stale': {
    breaks: 'ended-named',
    seed: 3,
    edits: [
      {
        file: 'functions/shared/tables.ts',
        from: '    ConsistentRead: true,\n    ScanIndexForward',
        to: "    ConsistentRead: !planted('lists may be stale'),\n    ScanIndexForward",
      },
    ],
  },
} as const satisfies Readonly<Record<string, Planted>>;
