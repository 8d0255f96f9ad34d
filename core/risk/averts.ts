/**
 * The chance ρ that an engagement averts a later loss: the customer shows up, this account responds to this kind of
 * conversation, and the rep fits (owner continuity, language, skill; never a judgement of a person). The factors are
 * estimates and affinity may exceed 1, so the product is held inside [0, 1].
 */
export function averts(factors: { readonly show: number; readonly effect: number; readonly affinity: number }): number {
  return Math.min(1, Math.max(0, factors.show * factors.effect * factors.affinity));
}
