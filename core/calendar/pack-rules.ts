import type { Account } from '../model/portfolio.ts';
import type { Pack } from './pack.ts';
import { packFor } from './packs.ts';

type Rules = Pack['rules'];
type RuleName = keyof Rules;

/** A pack's rule and the jurisdiction it comes from. */
export interface PackRule<N extends RuleName> {
  readonly jurisdiction: string;
  readonly rule: NonNullable<Rules[N]>;
}

/**
 * The rules of one name that hold for an account in a jurisdiction, of all its packs: a subdivision only ever adds to its
 * country. Rules for consumers are left out for a business.
 */
export function packRules<N extends RuleName>(
  name: N,
  account: Account,
  jurisdiction: string,
  packs: readonly Pack[],
): readonly PackRule<N>[] {
  const found: PackRule<N>[] = [];
  for (const pack of packFor(jurisdiction, packs)) {
    const rule = pack.rules[name];
    if (rule === undefined || (rule.consumersOnly === true && !account.contact.consumer)) continue;
    found.push({ jurisdiction: pack.jurisdiction, rule });
  }
  return found;
}
