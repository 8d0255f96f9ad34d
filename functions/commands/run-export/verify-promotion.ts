import type { Digest } from '../../../core/model/ids.ts';
import type { Check } from '../check.ts';
import { chainFaults } from './evidence-faults.ts';
import { PROMOTION_FILES } from './layout.ts';
import type { OpenedPromotion } from './open-export.ts';
import { promotionDecisionFaults } from './promotion-decision-faults.ts';
import { suiteFaults } from './suite-faults.ts';
import { anchorCheck, chainOf } from './verify-export.ts';

/** Everything that can be checked of an exported promotion without a network. */
export function verifyPromotion(opened: OpenedPromotion, knownAnchor?: Digest): Check[] {
  const { promotion, manifest, trace, entries, documents } = opened;
  const listed = { tenant: manifest.tenant, id: manifest.promotion };
  const { proposal, evidence } = promotion;
  const stable = promotion.status === 'stable' ? evidence : undefined;
  const named = Object.entries({ proposal, evidence: stable }).flatMap(([field, digest]) =>
    digest === undefined ? [] : [[field, digest] as const],
  );
  const { taken, wrong } = promotionDecisionFaults(opened);
  const judged = suiteFaults(opened);
  return [
    chainOf(PROMOTION_FILES.run, { record: promotion, listed, trace, entries }),
    {
      name: 'evidence',
      passed: `${documents.size} documents, each under its digest, and none missing`,
      wrong: chainFaults(opened, PROMOTION_FILES.run, named),
    },
    { name: 'suites', passed: judged.passed, wrong: judged.wrong },
    { name: 'decisions', passed: `${taken} taken, each on the proposal it names`, wrong },
    anchorCheck(opened, knownAnchor),
  ];
}
