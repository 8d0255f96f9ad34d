import type { Capability } from '../constructs/capability.ts';
import type { TableAccess } from '../constructs/table-access.ts';
import type { TableName } from '../constructs/tables.ts';

/** What a function is given, and everything it is allowed to do. */
export interface FunctionDeclaration {
  /** MB; processor time grows with it, 1,769 MB being one whole processor. */
  readonly memory: number;
  readonly seconds: number;
  readonly tables: Partial<Readonly<Record<TableName, TableAccess>>>;
  readonly may: readonly Capability[];
  /** Copies that may run at the same time, where more would be wrong. Default: as many as the account allows. */
  readonly atMost?: number;
}

/** What every step of the mission does: remember its answer, keep its content, append to the trace, read configuration. */
const step = { runs: 'write', evidence: 'append', traces: 'append' } as const;
const small = { memory: 512, seconds: 60 } as const;
const large = { memory: 3008, seconds: 900 } as const;
/** API Gateway gives up after 30 s. */
const request = { memory: 512, seconds: 29 } as const;

/** Every function by its folder in `functions/`. The trigger is declared where it is: routes, state machine, schedule. */
export const functions: Readonly<Record<string, FunctionDeclaration>> = {
  authorize: { memory: 512, seconds: 10, tables: {}, may: ['verify-tokens'] },
  'put-portfolio': {
    memory: 1769,
    seconds: 29,
    tables: {
      portfolios: 'write',
      evidence: 'append',
      outcomes: 'append',
      heads: 'write',
      outbox: 'write',
      runs: 'append',
    },
    may: ['recognise-objections', 'queue-events', 'send-mail', 'read-configuration'],
  },
  'start-run': {
    ...request,
    tables: { portfolios: 'read', runs: 'write' },
    may: ['start-mission', 'read-configuration'],
  },
  'read-runs': {
    ...request,
    tables: { runs: 'read', evidence: 'read', traces: 'read', subjects: 'read', outbox: 'read', heads: 'read' },
    may: [],
  },
  'stop-run': {
    ...request,
    tables: { runs: 'write', gates: 'read', subjects: 'append' },
    may: ['fail-gates', 'read-configuration'],
  },
  'show-decision': {
    ...request,
    tables: { gates: 'read', runs: 'read', evidence: 'read', outcomes: 'read' },
    may: ['derive-references', 'read-configuration', 'recognise-objections'],
  },
  decide: {
    ...request,
    tables: {
      gates: 'write',
      runs: 'write',
      evidence: 'append',
      traces: 'append',
      subjects: 'append',
      outcomes: 'read',
    },
    may: ['derive-references', 'pass-gates', 'send-mail', 'read-configuration', 'recognise-objections'],
  },
  'read-evidence': {
    ...request,
    tables: { runs: 'read', evidence: 'read', traces: 'read', gates: 'read', subjects: 'read', anchors: 'read' },
    may: [],
  },
  'erase-subject': { ...request, tables: { subjects: 'append', outcomes: 'write' }, may: [] },
  'roll-back': {
    ...request,
    memory: 1769,
    tables: {
      runs: 'write',
      heads: 'write',
      outbox: 'write',
      evidence: 'append',
      traces: 'append',
      subjects: 'append',
      outcomes: 'read',
    },
    may: ['recognise-objections', 'restore-configuration', 'read-configuration', 'queue-events', 'send-mail'],
  },
  'read-rollbacks': {
    ...request,
    tables: { heads: 'read', evidence: 'read', traces: 'read', subjects: 'read' },
    may: [],
  },
  'submit-policy': {
    ...request,
    tables: { runs: 'write' },
    may: ['start-promotion', 'store-policies', 'see-deployments', 'read-configuration'],
  },
  'read-policies': {
    ...request,
    tables: { runs: 'read', heads: 'read', evidence: 'read', traces: 'read' },
    may: ['see-deployments', 'read-configuration'],
  },
  'decide-promotion': {
    ...request,
    tables: { gates: 'write', runs: 'write', evidence: 'append', traces: 'append', subjects: 'append' },
    may: ['derive-references', 'pass-promotions', 'send-mail', 'read-configuration'],
  },
  'put-outcomes': {
    ...request,
    memory: 1769,
    tables: {
      outcomes: 'write',
      portfolios: 'read',
      evidence: 'append',
      heads: 'write',
      outbox: 'write',
      runs: 'append',
    },
    may: ['recognise-objections', 'queue-events', 'send-mail', 'read-configuration'],
  },
  'read-learning': { ...request, tables: { outcomes: 'read', evidence: 'read' }, may: [] },
  feed: { ...request, tables: { heads: 'read', evidence: 'read' }, may: ['derive-references'] },
  public: { memory: 256, seconds: 10, tables: {}, may: [] },
  'read-webhook': { ...request, tables: {}, may: ['sign-webhooks', 'read-configuration'] },

  preflight: {
    ...small,
    tables: { ...step, heads: 'append', outcomes: 'read' },
    may: ['read-configuration', 'see-deployments', 'recognise-objections'],
  },
  score: { memory: 1769, seconds: 120, tables: step, may: ['read-configuration'] },
  'assess-posture': { ...small, tables: { ...step, outcomes: 'read' }, may: ['read-configuration'] },
  'guard-budget': { ...small, tables: step, may: ['read-configuration'] },
  'split-blocks': { memory: 1769, seconds: 120, tables: step, may: ['read-configuration'] },
  'plan-shard': { ...large, tables: step, may: [] },
  'merge-shards': { ...large, tables: step, may: ['read-configuration'] },
  audit: { ...large, tables: step, may: ['read-configuration'] },
  route: { ...small, tables: step, may: ['read-configuration'] },
  'request-decision': {
    ...small,
    tables: { ...step, gates: 'write' },
    may: ['derive-references', 'send-mail', 'pass-own-gates', 'read-configuration'],
  },
  commit: {
    ...small,
    tables: { ...step, heads: 'write', outcomes: 'read' },
    may: ['read-configuration', 'recognise-objections'],
  },
  publish: {
    memory: 1769,
    seconds: 900,
    tables: { ...step, heads: 'write', outbox: 'write', outcomes: 'append' },
    may: ['queue-events', 'read-configuration', 'recognise-objections'],
  },
  handoff: {
    memory: 1769,
    seconds: 300,
    tables: { ...step, outbox: 'write', gates: 'read', heads: 'read', outcomes: 'read' },
    may: ['queue-events'],
  },
  rollback: {
    memory: 1769,
    seconds: 300,
    tables: { ...step, heads: 'write', outbox: 'write', outcomes: 'read' },
    may: ['recognise-objections', 'restore-configuration', 'queue-events'],
  },
  escalate: {
    ...small,
    tables: { ...step, gates: 'write', heads: 'read', outbox: 'write' },
    may: ['see-deployments', 'send-mail', 'queue-events', 'read-configuration'],
  },

  // AppConfig waits 15 s for a validator.
  'validate-policies': { memory: 1769, seconds: 15, tables: {}, may: [] },
  'open-promotion': {
    ...small,
    tables: { ...step, heads: 'append' },
    may: ['see-deployments', 'read-configuration'],
  },
  'try-shard': { ...large, tables: { ...step, portfolios: 'read', heads: 'read' }, may: ['read-configuration'] },
  'judge-round': { memory: 1769, seconds: 300, tables: step, may: ['read-configuration'] },
  'request-promotion': {
    ...small,
    tables: { ...step, gates: 'write' },
    may: ['derive-references', 'send-mail', 'pass-own-gates', 'read-configuration'],
  },
  'spread-policy': {
    memory: 512,
    seconds: 120,
    tables: { ...step, heads: 'read' },
    may: ['spread-configuration', 'read-configuration'],
  },
  'watch-stage': {
    ...large,
    tables: { ...step, outcomes: 'append' },
    may: ['see-deployments', 'read-configuration'],
  },
  'mark-stable': {
    memory: 1769,
    seconds: 120,
    tables: { ...step, heads: 'append' },
    may: ['see-deployments', 'read-configuration'],
  },
  'take-back': {
    memory: 1769,
    seconds: 300,
    tables: { ...step, heads: 'write', outbox: 'write', outcomes: 'read' },
    may: ['recognise-objections', 'restore-configuration', 'read-configuration', 'queue-events', 'send-mail'],
  },
  'end-promotion': {
    ...small,
    tables: { ...step, heads: 'read', gates: 'write' },
    may: ['send-mail', 'read-configuration'],
  },

  deliver: {
    ...small,
    tables: { outbox: 'write' },
    may: ['sign-webhooks', 'receive-events', 'read-configuration'],
  },
  anchor: {
    memory: 1769,
    seconds: 900,
    tables: { runs: 'read', traces: 'read', evidence: 'append', anchors: 'append' },
    may: ['read-configuration'],
    atMost: 1,
  },
  remind: {
    memory: 512,
    seconds: 300,
    tables: { gates: 'write', runs: 'write', evidence: 'append', traces: 'append' },
    may: [
      'derive-references',
      'send-mail',
      'pass-gates',
      'fail-gates',
      'beat-gates',
      'care-for-promotions',
      'read-configuration',
    ],
    atMost: 1,
  },
  'resume-rollbacks': {
    memory: 1769,
    seconds: 300,
    tables: { runs: 'write', heads: 'write', outbox: 'write', outcomes: 'read', evidence: 'append', traces: 'append' },
    may: ['recognise-objections', 'restore-configuration', 'read-configuration', 'queue-events', 'send-mail'],
    atMost: 1,
  },
  relay: {
    memory: 1769,
    seconds: 300,
    tables: { outbox: 'write', heads: 'write', evidence: 'append', outcomes: 'read', runs: 'append' },
    may: ['queue-events', 'recognise-objections', 'send-mail', 'read-configuration'],
    atMost: 1,
  },
  monitor: {
    memory: 3008,
    seconds: 900,
    tables: {
      runs: 'write',
      heads: 'write',
      outbox: 'write',
      evidence: 'append',
      traces: 'append',
      outcomes: 'append',
    },
    may: ['recognise-objections', 'restore-configuration', 'read-configuration', 'queue-events', 'send-mail'],
    atMost: 1,
  },
  refine: {
    memory: 3008,
    seconds: 900,
    tables: { evidence: 'append', outcomes: 'append', runs: 'write' },
    may: ['read-configuration', 'see-deployments', 'store-policies', 'start-promotion'],
    atMost: 1,
  },
  'start-queued': { ...small, tables: { runs: 'write', heads: 'write' }, may: ['start-mission', 'hear-missions'] },
  'start-nightly': {
    memory: 512,
    seconds: 300,
    tables: { portfolios: 'read', runs: 'write' },
    may: ['start-mission', 'read-configuration'],
    atMost: 1,
  },
};

/** The declaration of a function. */
export function declared(name: string): FunctionDeclaration {
  const declaration = functions[name];
  if (declaration === undefined) {
    throw new Error(`function "${name}" is not declared: add it to infra/config/functions.ts`);
  }
  return declaration;
}
