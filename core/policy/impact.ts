import type { Impact, Policy } from '../model/policy.ts';
import type { Changes } from './changes.ts';

export interface ImpactVerdict {
  readonly impact: Impact;
  /** Published engagements moved or cancelled, over all published that are still to come; 0 where there are none. */
  readonly disturbedShare: number;
  /** Accounts with a new touch, over all accounts; 0 where there are none. */
  readonly contactedShare: number;
}

/** How much a plan changes for people: the worse of what it disturbs and whom it newly contacts. */
export function impactOf(changes: Changes, accounts: number, thresholds: Policy['impact']): ImpactVerdict {
  const disturbed = changes.moved.length + changes.cancelled.length;
  const disturbedShare = share(disturbed, disturbed + changes.kept.length);
  const contacted = new Set(changes.added.filter((a) => !a.pinned).map((a) => a.account)).size;
  const contactedShare = share(contacted, accounts);
  const levels = [level(disturbedShare, thresholds.disturbedShare), level(contactedShare, thresholds.contactedShare)];
  const impact = levels.includes('high') ? 'high' : levels.includes('medium') ? 'medium' : 'low';
  return { impact, disturbedShare, contactedShare };
}

function level(value: number, thresholds: { readonly medium: number; readonly high: number }): Impact {
  if (value > thresholds.high) return 'high';
  return value > thresholds.medium ? 'medium' : 'low';
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
