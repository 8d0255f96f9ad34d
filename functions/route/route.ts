import { z } from 'zod';
import type { Plan } from '../../core/model/plan.ts';
import { Autonomy, Flags, Posture } from '../../core/model/policy.ts';
import type { Portfolio } from '../../core/model/portfolio.ts';
import { adverseEffects } from '../../core/policy/adverse.ts';
import { changesOf } from '../../core/policy/changes.ts';
import { heartbeatSeconds } from '../../core/policy/gate-care.ts';
import { impactOf } from '../../core/policy/impact.ts';
import { parityShortfall } from '../../core/policy/parity-floor.ts';
import { assessPosture, type PostureFacts, worse } from '../../core/policy/posture.ts';
import { postureReasons } from '../../core/policy/posture-reasons.ts';
import { proposedBy } from '../../core/policy/proposed-by.ts';
import { routeRun } from '../../core/policy/route.ts';
import type { EvidenceAccess } from '../shared/evidence-store.ts';
import { putBrief } from '../shared/gate-brief.ts';
import { missionDocuments, PlannedInput } from '../shared/mission-documents.ts';
import { defineStep } from '../shared/step.ts';

/** Who decides on the plan: posture × impact × flag × who is affected. */
export function routeStep(evidence: EvidenceAccess) {
  const documents = missionDocuments(evidence);
  return defineStep({
    name: 'route',
    input: PlannedInput.extend({
      posture: Posture,
      /** Of the tenant's last run, for what only the plan shows. */
      previous: Posture,
      ceiling: z.object({ atMost: Autonomy, reasons: z.array(z.string()) }),
    }),
    async run({ input }) {
      const [{ portfolio, policy, published, plan }, { scheduling }] = await Promise.all([
        documents.planned(input),
        evidence.get(input.tenant, 'flags/1', input.flags, Flags),
      ]);
      const verdict = assessPosture(planFacts(portfolio, plan), policy.posture, input.previous);
      // The planner keeps the hard cap on touches by itself; past the soft one the run is under pressure.
      const contacts = plan.assignments.filter(({ pinned }) => !pinned).length;
      const pressed = contacts > policy.budget.contacts.soft;
      const posture = worse(worse(verdict.posture, input.posture), pressed ? 'elevated' : 'steady');
      const changes = changesOf(plan, published?.commitments ?? [], portfolio.asOf);
      const impact = impactOf(changes, portfolio.accounts.length, policy.impact);
      const adverse = adverseEffects(portfolio, plan, policy.equity);
      const affected = [...new Set(adverse.map(({ kind }) => kind))];
      const { ceiling } = input;
      const question = { posture, impact: impact.impact, mode: scheduling.mode, affected, ceiling };
      const { autonomy, reason } = routeRun(question, policy);
      const brief = await putBrief(evidence, input.tenant, {
        portfolio: input.scored,
        policy: input.policy,
        plan: input.plan,
        published: input.published,
        posture: { ...verdict, posture, causes: [...verdict.causes] },
        impact,
        adverse: [...adverse],
        why: reason,
      });
      // Step Functions waits whole seconds.
      const expiresInSeconds = Math.ceil(policy.gate.expiresAfterMinutes * 60);
      const { soft } = policy.budget.contacts;
      const rose = [
        ...postureReasons({ ...verdict, posture, previous: input.posture }),
        ...(pressed ? [`contacts ${contacts} over the soft cap ${soft}`] : []),
      ];
      return {
        answer: {
          autonomy,
          posture,
          impact: impact.impact,
          adverse: adverse.length,
          brief,
          expiresInSeconds,
          heartbeatSeconds: heartbeatSeconds(expiresInSeconds),
        },
        decision: autonomy,
        reasons: [reason, ...rose, ...adverse.map(({ kind, subject }) => `${kind} ${subject}`)],
        posture,
        run: {
          posture,
          impact: impact.impact,
          planDigest: input.plan,
          proposed: proposedBy(portfolio, plan, changes),
          ...(autonomy === 'shadow' ? {} : { autonomy }),
          ...(autonomy === 'blocked' ? { reason } : {}),
        },
      };
    },
  });
}

/** What the plan itself says about the state of things. */
function planFacts({ accounts, engagements }: Portfolio, plan: Plan): PostureFacts {
  const stake = accounts.reduce((sum, account) => sum + account.stake, 0);
  const mandatory = engagements.filter((engagement) => engagement.mandatory).length;
  const dropped = plan.unscheduled.filter((item) => item.mandatory && item.cause !== 'objection').length;
  return {
    gap: plan.gap,
    tailShare: stake === 0 ? 0 : plan.risk.evar / stake,
    mandatoryUnplaced: mandatory === 0 ? 0 : dropped / mandatory,
    parityShortfall: parityShortfall(plan.parity),
  };
}
