import type { Policy } from '../model/policy.ts';
import type { Account } from '../model/portfolio.ts';
import type { Pack } from './pack.ts';
import { packRules } from './pack-rules.ts';
import { placesOf } from './place.ts';

/** At most `touches` in any `days` × 24 h. */
export interface Cap {
  readonly touches: number;
  readonly days: number;
}

/** The caps that hold for an account: the policy's, then those of every place it may be at; no cap twice. */
export function capsOf(account: Account, policy: Policy, packs: readonly Pack[]): readonly Cap[] {
  const caps: Cap[] = [];
  const add = ({ touches, days }: Cap): void => {
    if (!caps.some((cap) => cap.touches === touches && cap.days === days)) caps.push({ touches, days });
  };
  policy.contact.caps.forEach(add);
  for (const { jurisdiction } of placesOf(account)) {
    for (const { rule } of packRules('caps', account, jurisdiction, packs)) rule.value.forEach(add);
  }
  return caps;
}
