import type { Portfolio } from './portfolio.ts';
import { equityGroupsOnce, equityGroupsPresent, lossOrFeatures, totalStake } from './portfolio-rules/accounts.ts';
import { type Context, contextOf, type Records } from './portfolio-rules/context.ts';
import { pinnedDoNotOverlap } from './portfolio-rules/pinned.ts';
import { precedenceAcyclic, precedenceWithinAccount } from './portfolio-rules/precedence.ts';
import { danglingReferences, duplicateIds } from './portfolio-rules/references.ts';
import {
  consentNotInTheFuture,
  intervalsInOrder,
  ledgerInThePast,
  windowsInOrder,
} from './portfolio-rules/time-order.ts';
import type { Violation } from './violation.ts';

/** The rules between records of a portfolio, each a named function; violations in the order of the rules. */
export function portfolioRules(portfolio: Portfolio | Records): Violation[] {
  const context = contextOf(portfolio);
  return RULES.flatMap((rule) => rule(context));
}

const RULES: readonly ((context: Context) => Violation[])[] = [
  duplicateIds,
  danglingReferences,
  lossOrFeatures,
  totalStake,
  windowsInOrder,
  intervalsInOrder,
  consentNotInTheFuture,
  precedenceWithinAccount,
  precedenceAcyclic,
  pinnedDoNotOverlap,
  equityGroupsOnce,
  equityGroupsPresent,
  ledgerInThePast,
];
