import { createHmac } from 'node:crypto';
import type { AccountId, TenantId } from '../../core/model/ids.ts';
import type { Portfolio } from '../../core/model/portfolio.ts';
import { type Objection, ObjectionDigest, type OutcomeStore } from './outcome-store.ts';
import { secrets } from './secrets.ts';

/** Objections written at the same time. */
const WRITERS = 24;

/**
 * Who objected, known by a digest of their id under a key of the tenant: kept after everything else about them was erased,
 * so that an account that comes back without its objection is still never contacted, and no list of names is left behind.
 */
export function objectionsOf(outcomes: Pick<OutcomeStore, 'objections' | 'keepObjection'>) {
  const { key } = secrets('OBJECTION_SECRET');
  const digester = async (tenant: TenantId) => {
    const secret = await key(`objections/${tenant}`);
    // Domain-prefixed, so that no other use of such a key could ever give the same digests.
    return (account: string) =>
      ObjectionDigest.parse(createHmac('sha256', secret).update(`objection/1\n${account}`).digest('hex'));
  };

  /** Which of these accounts objected, ever and whoever told it. */
  const among = async (tenant: TenantId, accounts: readonly string[]): Promise<ReadonlySet<string>> => {
    const known = new Set<string>((await outcomes.objections(tenant)).map(({ who }) => who));
    if (known.size === 0) return new Set();
    const digestOf = await digester(tenant);
    return new Set(accounts.filter((account) => known.has(digestOf(account))));
  };

  return {
    among,

    /** Keeps objections for good, each once, before anything else is made of what told them. */
    async keep(
      tenant: TenantId,
      accounts: readonly AccountId[],
      { at, source }: Pick<Objection, 'at' | 'source'>,
    ): Promise<void> {
      if (accounts.length === 0) return;
      const known = await among(tenant, accounts);
      const digestOf = await digester(tenant);
      const fresh = accounts.filter((account) => !known.has(account));
      for (let from = 0; from < fresh.length; from += WRITERS) {
        const some = fresh.slice(from, from + WRITERS);
        await Promise.all(
          some.map((account) => outcomes.keepObjection(tenant, { who: digestOf(account), at, source })),
        );
      }
    },

    /**
     * The portfolio with every objection that was ever told; the same object where it names them all. An objection holds
     * for all channels and all runs, whatever a later export says.
     */
    async held(tenant: TenantId, portfolio: Portfolio): Promise<Portfolio> {
      const silent = portfolio.accounts.flatMap(({ id, contact }) => (contact.objected ? [] : [id]));
      const objected = await among(tenant, silent);
      if (objected.size === 0) return portfolio;
      const accounts = portfolio.accounts.map((account) =>
        objected.has(account.id) ? { ...account, contact: { ...account.contact, objected: true } } : account,
      );
      return { ...portfolio, accounts };
    },
  };
}
