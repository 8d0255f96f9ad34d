import { z } from 'zod';
import { Anchor, AnchorHeads } from './anchor.ts';
import { Decision, DecisionRequest, DelegationRequest } from './decision.ts';
import { DecisionShown, PromotionDecisionShown } from './decision-shown.ts';
import { Event } from './event.ts';
import { Incident } from './incident.ts';
import { Candidate, LearningReport } from './learning.ts';
import { Outcome, OutcomeReceipt, Outcomes } from './outcome.ts';
import { Plan } from './plan.ts';
import { ConfiguredPolicy, Flags, Policy, PolicySet } from './policy.ts';
import { Portfolio } from './portfolio.ts';
import { PortfolioAssembly, PortfolioLine } from './portfolio-upload.ts';
import { Problem } from './problem.ts';
import { BaselineEvidence, PolicySubmission, Promotion, Proposal } from './promotion.ts';
import { Rollback, RollbackRequest } from './rollback.ts';
import { FollowUp, Run, RunRequest } from './run.ts';
import { Scorecard } from './scorecard.ts';
import { SeedRun } from './simulation.ts';
import { SuiteResult } from './suite.ts';
import { TraceEntry } from './trace.ts';
import { WatchReport } from './watch.ts';

/** Every contract by its name, as components of the API document refer to it. */
const CONTRACTS: Readonly<Record<string, z.ZodType>> = {
  anchor: Anchor,
  'anchor-heads': AnchorHeads,
  'baseline-evidence': BaselineEvidence,
  'configured-policy': ConfiguredPolicy,
  candidate: Candidate,
  decision: Decision,
  'decision-request': DecisionRequest,
  'decision-shown': DecisionShown,
  'delegation-request': DelegationRequest,
  event: Event,
  flags: Flags,
  'follow-up': FollowUp,
  incident: Incident,
  learning: LearningReport,
  outcome: Outcome,
  'outcome-receipt': OutcomeReceipt,
  outcomes: Outcomes,
  plan: Plan,
  policy: Policy,
  'policy-set': PolicySet,
  'policy-submission': PolicySubmission,
  portfolio: Portfolio,
  'portfolio-line': PortfolioLine,
  'portfolio-parts': PortfolioAssembly,
  problem: Problem,
  promotion: Promotion,
  'promotion-decision-shown': PromotionDecisionShown,
  proposal: Proposal,
  rollback: Rollback,
  'rollback-request': RollbackRequest,
  run: Run,
  'run-request': RunRequest,
  scorecard: Scorecard,
  'seed-run': SeedRun,
  'suite-result': SuiteResult,
  trace: TraceEntry,
  watch: WatchReport,
};

export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * JSON Schemas (2020-12) of all contracts, as a sender has to keep them: fields with a default may be left out. Rules
 * between fields and records are not in them; a problem document names those.
 * @param place turns a contract's name into the reference the schemas use for each other
 */
export function jsonSchemas(place: (name: string) => string): Readonly<Record<string, JsonSchema>> {
  const registry = z.registry<{ id: string }>();
  for (const [id, contract] of Object.entries(CONTRACTS)) registry.add(contract, { id });
  const { schemas } = z.toJSONSchema(registry, { uri: place, io: 'input', reused: 'inline' });
  return Object.fromEntries(
    Object.entries(CONTRACTS).map(([name, contract]) => {
      const { $schema: _, $id: __, id: ___, ...schema } = schemas[name] ?? {};
      const { title = name, description } = z.globalRegistry.get(contract) ?? {};
      return [name, { title, ...(description === undefined ? {} : { description }), ...schema }];
    }),
  );
}
