import { epochMinutes, type Minute } from '../calendar/minute.ts';
import type { PlanView } from './plan-view.ts';

/** Highest share of a contact cap any account uses in any window: by the ledger alone, and with the plan. */
export interface ContactPressure {
  readonly ledger: number | null;
  readonly planned: number | null;
}

/** Over the policy's caps; the checker proves the packs' caps too. O(touches · log touches) per cap. */
export function contactPressure(view: PlanView): ContactPressure {
  const caps = view.policy.contact.caps.filter((cap) => cap.touches > 0);
  if (caps.length === 0) return { ledger: null, planned: null };
  const past = Map.groupBy(view.portfolio.ledger, (touch) => touch.account);
  let ledger = 0;
  let planned = 0;
  for (const account of view.portfolio.accounts) {
    const before = (past.get(account.id) ?? []).map((touch) => epochMinutes(touch.at));
    const next = (view.assignmentsOfAccount.get(account.id) ?? []).map((meeting) => epochMinutes(meeting.start));
    const all = [...before, ...next].sort((a, b) => a - b);
    const first = next.reduce((least, start) => Math.min(least, start), Number.POSITIVE_INFINITY);
    for (const cap of caps) {
      const length = cap.days * 1440;
      ledger = Math.max(
        ledger,
        mostInWindow(
          before.toSorted((a, b) => a - b),
          length,
          Number.NEGATIVE_INFINITY,
        ) / cap.touches,
      );
      planned = Math.max(planned, mostInWindow(all, length, first) / cap.touches);
    }
  }
  return { ledger, planned };
}

/** Most touches in one half-open window of `length` that reaches `from` or later. */
function mostInWindow(touches: readonly Minute[], length: number, from: Minute): number {
  let most = 0;
  let end = 0;
  for (let start = 0; start < touches.length; start++) {
    while (end < touches.length && touches[end]! < touches[start]! + length) end++;
    if (touches[end - 1]! >= from) most = Math.max(most, end - start);
  }
  return most;
}
