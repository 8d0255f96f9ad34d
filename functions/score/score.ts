import { Digest } from '../../core/model/ids.ts';
import { Flags } from '../../core/model/policy.ts';
import { canaryPortfolio } from '../../core/policy/canary.ts';
import { scorePortfolio } from '../../core/risk/score-portfolio.ts';
import type { EvidenceAccess } from '../shared/evidence-store.ts';
import { missionDocuments } from '../shared/mission-documents.ts';
import { defineStep, StepInput } from '../shared/step.ts';

/** Gives every account its loss, from the CRM or the scorecard; in canary, only the accounts of the canary go on. */
export function scoreStep(evidence: EvidenceAccess) {
  const documents = missionDocuments(evidence);
  return defineStep({
    name: 'score',
    input: StepInput.extend({ portfolio: Digest, policy: Digest, flags: Digest }),
    async run({ input: { tenant, portfolio, flags } }) {
      const [received, { scheduling }] = await Promise.all([
        documents.portfolio(tenant, portfolio),
        evidence.get(tenant, 'flags/1', flags, Flags),
      ]);
      const chosen = scheduling.mode === 'canary' ? canaryPortfolio(received, scheduling) : received;
      const scores = scorePortfolio(chosen);
      if (scores.outcome !== 'scored') throw new Error('preflight admits only portfolios that can be scored');
      const scored = await evidence.put(tenant, 'portfolio/1', scores.portfolio);
      return {
        answer: {
          scored,
          totalStake: scores.totalStake,
          expectedLoss: scores.expectedLoss,
          badData: scores.badData,
        },
        decision: 'scored',
        reasons: [`accounts ${scores.portfolio.accounts.length}`, `bad data ${scores.badData}`],
      };
    },
  });
}
