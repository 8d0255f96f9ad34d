import { Posture } from '../../core/model/policy.ts';
import { guardBudget } from '../../core/policy/guardrails/budget-guard.ts';
import { assessPosture, worse } from '../../core/policy/posture.ts';
import { postureReasons } from '../../core/policy/posture-reasons.ts';
import { splitBlocks } from '../../core/schedule/split-blocks.ts';
import type { EvidenceAccess } from '../shared/evidence-store.ts';
import { missionDocuments, ScoredInput } from '../shared/mission-documents.ts';
import { MOST_SHARDS } from '../shared/round.ts';
import { defineStep } from '../shared/step.ts';

/** budget-guard:resource-pressure-cap. Answers the documents in force from here on: a degraded run says so by them. */
export function guardBudgetStep(evidence: EvidenceAccess) {
  const documents = missionDocuments(evidence);
  return defineStep({
    name: 'guard-budget',
    input: ScoredInput.extend({ posture: Posture }),
    async run({ input }) {
      const { portfolio, policy } = await documents.scored(input);
      const shards = Math.min(MOST_SHARDS, splitBlocks(portfolio, policy).length);
      const guard = guardBudget(portfolio, policy, shards);
      const reasons = guard.reasons.map(
        ({ cap, estimate, soft, hard }) => `${cap}: estimated ${estimate}, soft cap ${soft}, hard cap ${hard}`,
      );
      if (guard.verdict === 'refused') {
        const answer = { verdict: 'refused', reasons };
        const reason = `budget-guard:resource-pressure-cap: ${reasons.join(' · ')}`;
        return { answer, decision: 'refused', reasons, run: { reason } };
      }
      const pressed = assessPosture({ budget: guard.pressure }, policy.posture, 'steady');
      const strained = guard.reasons.length > 0 ? worse(pressed.posture, 'elevated') : pressed.posture;
      const posture = worse(input.posture, strained);
      const rose = postureReasons({ ...pressed, posture, previous: input.posture });
      const [scored, inForce] = await Promise.all([
        evidence.put(input.tenant, 'portfolio/1', guard.portfolio),
        evidence.put(input.tenant, 'policy/1', guard.policy),
      ]);
      return {
        answer: { verdict: guard.verdict, scored, policy: inForce, concurrency: guard.concurrency, posture },
        decision: guard.verdict,
        reasons: [...reasons, ...guard.degradations, ...rose],
        posture,
        policy: inForce,
        run: { posture, policyDigest: inForce },
      };
    },
  });
}
