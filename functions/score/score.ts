import { Digest } from '../../core/model/ids.ts';
import { Flags } from '../../core/model/policy.ts';
import { canaryPortfolio } from '../../core/policy/canary.ts';
import { correctScores } from '../../core/risk/correct-scores.ts';
import { reserveAccounts } from '../../core/risk/reserve-accounts.ts';
import { scorePortfolio } from '../../core/risk/score-portfolio.ts';
import type { EvidenceAccess } from '../shared/evidence-store.ts';
import { missionDocuments } from '../shared/mission-documents.ts';
import { defineStep, StepInput } from '../shared/step.ts';

/**
 * Gives every account its loss, from the CRM or the scorecard, corrected by what the policy has learned; in canary, only the
 * accounts of the canary go on. Reserves the accounts of the hold-out, which the scored portfolio lists; a shadow plan, which
 * nobody acts on, reserves nobody.
 */
export function scoreStep(evidence: EvidenceAccess) {
  const documents = missionDocuments(evidence);
  return defineStep({
    name: 'score',
    input: StepInput.extend({ portfolio: Digest, policy: Digest, flags: Digest, published: Digest.nullable() }),
    async run({ input: { tenant, portfolio, policy: rules, flags, published } }) {
      const [received, policy, { scheduling }, before] = await Promise.all([
        documents.portfolio(tenant, portfolio),
        documents.policy(tenant, rules),
        evidence.get(tenant, 'flags/1', flags, Flags),
        published === null ? null : documents.plan(tenant, published),
      ]);
      const chosen = scheduling.mode === 'canary' ? canaryPortfolio(received, scheduling) : received;
      const found = scorePortfolio(chosen);
      if (found.outcome !== 'scored') throw new Error('preflight admits only portfolios that can be scored');
      const scores = correctScores(found, policy.learning.learned);
      const committed = new Set<string>((before?.assignments ?? []).map(({ account }) => account));
      const planned =
        scheduling.mode === 'shadow' ? scores.portfolio : reserveAccounts(scores.portfolio, policy, committed);
      const scored = await evidence.put(tenant, 'portfolio/1', planned);
      return {
        answer: {
          scored,
          totalStake: scores.totalStake,
          expectedLoss: scores.expectedLoss,
          badData: scores.badData,
        },
        decision: 'scored',
        reasons: [
          `accounts ${scores.portfolio.accounts.length}`,
          `bad data ${scores.badData}`,
          `reserved ${planned.heldOut?.length ?? 0}`,
        ],
      };
    },
  });
}
