import type { Digest, TenantId } from '../../core/model/ids.ts';
import { Policy } from '../../core/model/policy.ts';
import { type Promotion, Proposal, type Stage } from '../../core/model/promotion.ts';
import { type Seen, stageVerdict, untried } from '../../core/policy/stage-verdict.ts';
import { watch } from '../../core/policy/watch.ts';
import { standing } from '../shared/candidate-configuration.ts';
import { now } from '../shared/clock.ts';
import type { ConfigurationControl } from '../shared/configuration-control.ts';
import type { EvidenceStore } from '../shared/evidence-store.ts';
import type { watchFacts } from '../shared/watch-facts.ts';

export interface StageLook {
  readonly verdict: 'wait' | 'passed' | 'breached' | 'held' | 'changed';
  readonly reasons: readonly string[];
  /** Whole seconds until the next look. */
  readonly waitSeconds: number;
  /** What was seen of each tenant, as evidence; null: nothing was looked at. */
  readonly measured: Digest | null;
}

/**
 * Looks at one stage. Thresholds are those of the stable policy: a candidate does not choose what it is judged by. What is
 * seen counts from when the candidate came into force.
 */
export function stageLook(rooms: {
  readonly control: ConfigurationControl;
  readonly evidence: EvidenceStore;
  readonly facts: ReturnType<typeof watchFacts>;
}) {
  const { control, evidence, facts } = rooms;
  return async (promotion: Promotion, stage: Stage): Promise<StageLook> => {
    const { tenant, stages } = promotion;
    const proposal = await evidence.get(tenant, 'proposal/1', required(promotion.proposal), Proposal);
    const { terms } = proposal;
    const waitSeconds = Math.max(1, Math.ceil(Math.min(terms.lookMinutes, terms.minutes[stage] || 1) * 60));
    const stands = standing(promotion, await control.look());
    if (stands === 'changed') {
      const reasons = ['the configuration was changed, or taken back, by somebody else'];
      return { verdict: 'changed', reasons, waitSeconds, measured: null };
    }
    const since = stages[0]?.at ?? promotion.requestedAt;
    const began = stages.findLast((one) => one.stage === stage)?.at ?? since;
    const seen = new Map<TenantId, Seen>();
    for (const { part, stable } of proposal.parts) {
      const watched = part === '*' ? tenant : part;
      const policy = await evidence.get(tenant, 'policy/1', stable, Policy);
      seen.set(watched, watch(await facts(watched, policy, since), policy));
    }
    const minutes = (Date.parse(now()) - Date.parse(began)) / 60_000;
    const { verdict, reasons } =
      proposal.parts.length === 0 ? untried(stage, minutes, terms) : stageVerdict(stage, minutes, seen, terms);
    const measures = [...seen].map(([watched, each]) => ({ tenant: watched, measures: [...each.measures] }));
    const measured = await evidence.put(tenant, 'content/1', measures);
    // A stage is through only once its deployment is; a breach does not wait for that.
    if (stands === 'spreading' && verdict === 'passed')
      return { verdict: 'wait', reasons: ['its deployment is under way'], waitSeconds, measured };
    return { verdict, reasons, waitSeconds, measured };
  };
}

function required(proposal: Digest | undefined): Digest {
  if (proposal === undefined) throw new Error('a promotion without a proposal is watched; it never passed its suites');
  return proposal;
}
