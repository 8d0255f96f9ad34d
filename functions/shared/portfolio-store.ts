import { z } from 'zod';
import { Digest, PersonId, PortfolioId, type TenantId } from '../../core/model/ids.ts';
import { Instant } from '../../core/model/units.ts';
import { now } from './clock.ts';
import { environment } from './environment.ts';
import { table } from './tables.ts';

const Head = z.object({ id: PortfolioId, digest: Digest, by: PersonId, at: Instant });
export type PortfolioHead = z.infer<typeof Head>;
const Part = z.object({ digest: Digest });

export type PortfolioStore = ReturnType<typeof portfolioStore>;

/** Which content each portfolio of a tenant has now, and the parts of uploads under way. Content itself is evidence. */
export function portfolioStore() {
  const { PORTFOLIOS_TABLE } = environment('PORTFOLIOS_TABLE');
  const heads = table(PORTFOLIOS_TABLE, Head);
  const parts = table(PORTFOLIOS_TABLE, Part);
  return {
    head: (tenant: TenantId, id: PortfolioId) => heads.get({ pk: `${tenant}#portfolios`, sk: id }),

    /** Points the portfolio at content; the same content keeps its time. */
    setHead: (tenant: TenantId, id: PortfolioId, digest: Digest, by: PersonId) =>
      heads.amend({ pk: `${tenant}#portfolios`, sk: id }, (current) =>
        current?.digest === digest ? current : { id, digest, by, at: now() },
      ),

    /** The portfolio stored last, and the smallest id where two were stored at once. */
    async newest(tenant: TenantId): Promise<PortfolioHead | undefined> {
      const all = await heads.queryAll(`${tenant}#portfolios`);
      return all.reduce<PortfolioHead | undefined>(
        (best, head) => (best && best.at >= head.at ? best : head),
        undefined,
      );
    },

    part: (tenant: TenantId, id: PortfolioId, n: number) => parts.get(partKey(tenant, id, n)),
    setPart: (tenant: TenantId, id: PortfolioId, n: number, digest: Digest) =>
      parts.put(partKey(tenant, id, n), { digest }),
  };
}

function partKey(tenant: TenantId, id: PortfolioId, n: number) {
  return { pk: `${tenant}#parts#${id}`, sk: `part#${String(n).padStart(4, '0')}` };
}
