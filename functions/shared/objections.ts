import type { TenantId } from '../../core/model/ids.ts';
import type { Portfolio } from '../../core/model/portfolio.ts';
import type { OutcomeStore } from './outcome-store.ts';

/**
 * The portfolio with every objection that was told since the CRM exported it; the same object where there is none. An
 * objection holds for all channels and all runs, whatever a later export says.
 */
export async function withObjections(
  outcomes: Pick<OutcomeStore, 'objections'>,
  tenant: TenantId,
  portfolio: Portfolio,
): Promise<Portfolio> {
  const objected = new Set<string>((await outcomes.objections(tenant)).map(({ account }) => account));
  if (!portfolio.accounts.some(({ id, contact }) => objected.has(id) && !contact.objected)) return portfolio;
  const accounts = portfolio.accounts.map((account) =>
    objected.has(account.id) ? { ...account, contact: { ...account.contact, objected: true } } : account,
  );
  return { ...portfolio, accounts };
}
