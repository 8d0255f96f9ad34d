import { z } from 'zod';
import type { TenantId } from '../../core/model/ids.ts';
import type { Outcome } from '../../core/model/outcome.ts';
import type { EvidenceStore } from '../shared/evidence-store.ts';
import type { OutcomeStore } from '../shared/outcome-store.ts';
import type { PortfolioStore } from '../shared/portfolio-store.ts';

/** Ids alone: the content was checked when it was stored, and there is a lot of it. */
const PortfolioIds = z.object({
  accounts: z.array(z.object({ id: z.string() })),
  engagements: z.array(z.object({ id: z.string() })),
});
const ForecastIds = z.object({
  accounts: z.array(z.object({ account: z.string() })),
  meetings: z.array(z.object({ engagement: z.string() })),
});
/** Published plans looked back at; what was held last week has left the portfolio. */
const PLANS = 10;

/** Whether the newest portfolio or one of the last plans knows what an outcome is about. */
export async function knownSubjects(
  stores: { readonly portfolios: PortfolioStore; readonly evidence: EvidenceStore; readonly outcomes: OutcomeStore },
  tenant: TenantId,
): Promise<(outcome: Outcome) => boolean> {
  const [head, plans] = await Promise.all([
    stores.portfolios.newest(tenant),
    stores.outcomes.recentForecasts(tenant, PLANS),
  ]);
  const accounts = new Set<string>();
  const engagements = new Set<string>();
  if (head !== undefined) {
    const ids = await stores.evidence.get(tenant, 'portfolio/1', head.digest, PortfolioIds);
    for (const { id } of ids.accounts) accounts.add(id);
    for (const { id } of ids.engagements) engagements.add(id);
  }
  for (const { digest } of plans) {
    const ids = await stores.evidence.get(tenant, 'forecasts/1', digest, ForecastIds);
    for (const { account } of ids.accounts) accounts.add(account);
    for (const { engagement } of ids.meetings) engagements.add(engagement);
  }
  return (outcome) => ('account' in outcome ? accounts.has(outcome.account) : engagements.has(outcome.engagement));
}
