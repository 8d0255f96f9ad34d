/** Estimates: affinity may exceed 1. `survives`: {@link survival} of a planned meeting; absent: it is held for sure. */
export interface AvertFactors {
  readonly show: number;
  readonly effect: number;
  readonly affinity: number;
  readonly survives?: number;
}

/**
 * The chance ρ that an engagement averts a later loss: the customer shows up, this account responds to this kind of
 * conversation, the rep fits (owner continuity, language, skill; never a judgement of a person), and the meeting lasts until
 * it is held. The factors are estimates, so the product is held inside [0, 1].
 */
export function averts({ show, effect, affinity, survives = 1 }: AvertFactors): number {
  return Math.min(1, Math.max(0, show * effect * affinity * survives));
}
