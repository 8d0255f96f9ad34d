import type { Account } from '../model/portfolio.ts';
import type { AuditContext } from './context.ts';
import { holding } from './place.ts';
import { minuteFloor } from './zone.ts';

/** At most `touches` in any `days` × 24 h. */
export interface Cap {
  readonly touches: number;
  readonly days: number;
}

/** The policy's caps and those of every pack that speaks for the account. */
export function capsOf(account: Account, context: AuditContext): readonly Cap[] {
  const packed = context.places(account).flatMap((place) => holding('caps', account, place));
  return [...context.policy.contact.caps, ...packed.flatMap(({ value }) => value)];
}

/** Touches that stand whatever is planned: the ledger's and the pinned ones. Epoch minutes. */
export function standingTouches(account: Account, context: AuditContext): readonly number[] {
  const pinned = (context.engagementsOfAccount.get(account.id) ?? []).flatMap((engagement) =>
    engagement.pinned === null ? [] : [minuteFloor(engagement.pinned.start)],
  );
  return [...(context.ledger.get(account.id) ?? []), ...pinned];
}
