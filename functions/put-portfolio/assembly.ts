import type { PortfolioId, TenantId } from '../../core/model/ids.ts';
import { parsePortfolio } from '../../core/model/parse-portfolio.ts';
import type { Portfolio } from '../../core/model/portfolio.ts';
import { type PortfolioAssembly, PortfolioRecords } from '../../core/model/portfolio-upload.ts';
import type { Parsed, Violation } from '../../core/model/violation.ts';
import type { EvidenceStore } from '../shared/evidence-store.ts';
import type { PortfolioStore } from '../shared/portfolio-store.ts';

/** The portfolio that the parts make together, checked as a whole; a part that is not there as listed is a violation. */
export async function assembled(
  stores: { readonly portfolios: PortfolioStore; readonly evidence: EvidenceStore },
  tenant: TenantId,
  id: PortfolioId,
  { parts, contract: _, ...head }: PortfolioAssembly,
): Promise<Parsed<Portfolio>> {
  const stored = await Promise.all(parts.map((_part, n) => stores.portfolios.part(tenant, id, n)));
  const missing = parts.flatMap((listed, n): Violation[] => {
    const part = stored[n];
    if (part?.digest === listed) return [];
    const received = part === undefined ? 'no such part' : `part ${n} is ${part.digest}`;
    return [
      { path: `/parts/${n}`, rule: 'part.stored', received, remedy: `upload part ${n} again and list its digest` },
    ];
  });
  if (missing.length > 0) return { ok: false, violations: missing };
  const read = parts.map((digest) => stores.evidence.get(tenant, 'portfolio-part/1', digest, PortfolioRecords));
  const records = await Promise.all(read);
  return parsePortfolio({
    contract: 'portfolio/1',
    ...head,
    accounts: records.flatMap(({ accounts }) => accounts),
    engagements: records.flatMap(({ engagements }) => engagements),
    reps: records.flatMap(({ reps }) => reps),
    ledger: records.flatMap(({ ledger }) => ledger),
  });
}
