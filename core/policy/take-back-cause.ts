import type { PromotionStatus } from '../model/promotion.ts';

/** What a promotion in trouble says about itself; everything may be missing. */
export interface PromotionState {
  readonly error?: { readonly Error?: string | undefined; readonly Cause?: string | undefined } | undefined;
  readonly spread?: { readonly value: { readonly verdict: string } } | undefined;
  readonly watch?: { readonly value: { readonly verdict: string } } | undefined;
  readonly mark?: { readonly value: { readonly verdict: string } } | undefined;
}

/** What becomes of a promotion that does not go on, and the name of why. An error comes before everything. */
export function takeBackCause({ error, spread, watch, mark }: PromotionState): {
  readonly status: PromotionStatus;
  readonly cause: string;
} {
  if (error?.Error === 'RunStopped') return { status: 'stopped', cause: 'stopped' };
  if (error !== undefined) return { status: 'broken', cause: error.Error ?? 'Error' };
  if (mark?.value.verdict === 'changed') return { status: 'overtaken', cause: 'overtaken before it was stable' };
  if (watch?.value.verdict === 'breached') return { status: 'rolled-back', cause: 'breach under the candidate' };
  if (watch?.value.verdict === 'held') return { status: 'held', cause: 'not enough evidence under the candidate' };
  if (watch?.value.verdict === 'changed') return { status: 'rolled-back', cause: 'taken back while it was watched' };
  if (spread?.value.verdict === 'overtaken') return { status: 'overtaken', cause: 'overtaken while it was spread' };
  return { status: 'broken', cause: 'the promotion ended without naming a cause' };
}
