import { decisions } from './operations/decisions.ts';
import { evidence } from './operations/evidence.ts';
import { feeds } from './operations/feeds.ts';
import type { Operation } from './operations/operation.ts';
import { outcomes } from './operations/outcomes.ts';
import { portfolios } from './operations/portfolios.ts';
import { promotions } from './operations/promotions.ts';
import { rollbacks } from './operations/rollbacks.ts';
import { runs } from './operations/runs.ts';
import { service } from './operations/service.ts';

/** What is said of each route, by method and path; HEAD says the same as GET. */
export const operations: ReadonlyMap<string, Operation> = new Map([
  ...portfolios,
  ...runs,
  ...evidence,
  ...rollbacks,
  ...outcomes,
  ...promotions,
  ...feeds,
  ...decisions,
  ...service,
]);
