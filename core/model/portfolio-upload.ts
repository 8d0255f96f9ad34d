import { z } from 'zod';
import { Digest } from './ids.ts';
import { Account, Engagement, Portfolio, Rep, Touch } from './portfolio.ts';

/** One line of a part (NDJSON): one record under the name of its kind. */
export const PortfolioLine = z
  .union([
    z.strictObject({ account: Account }),
    z.strictObject({ engagement: Engagement }),
    z.strictObject({ rep: Rep }),
    z.strictObject({ touch: Touch }),
  ])
  .meta({ id: 'portfolio-line', description: 'One record of a portfolio: account, engagement, rep or touch' });
export type PortfolioLine = z.infer<typeof PortfolioLine>;

/** The records of one part, in the order of their lines. */
export const PortfolioRecords = Portfolio.pick({ accounts: true, engagements: true, reps: true, ledger: true });
export type PortfolioRecords = z.infer<typeof PortfolioRecords>;

/** Most parts of one portfolio. */
export const MAX_PARTS = 1_000;

/**
 * portfolio-parts/1: makes a portfolio of the parts uploaded before. `parts[n]` is the digest that the upload of part n
 * answered, so parts of two uploads are never mixed.
 */
export const PortfolioAssembly = Portfolio.omit({
  accounts: true,
  engagements: true,
  reps: true,
  ledger: true,
  heldOut: true,
})
  .extend({ contract: z.literal('portfolio-parts/1'), parts: z.array(Digest).min(1).max(MAX_PARTS) })
  .meta({ id: 'portfolio-parts', title: 'portfolio-parts/1' });
export type PortfolioAssembly = z.infer<typeof PortfolioAssembly>;
