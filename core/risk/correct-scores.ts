import type { Learned } from '../model/learned.ts';
import type { Engagement } from '../model/portfolio.ts';
import { roundHalfUp } from '../numeric/round-half-up.ts';
import { recalibrated } from './recalibration.ts';
import type { PortfolioScore, ScoredAccount } from './score-portfolio.ts';

/** Minutes are planned in fives. */
const STEP = 5;
const LEAST = 5;
const MOST = 480;

/**
 * The scored portfolio with what outcomes have taught: chances of loss recalibrated, `show`, `effect` and `minutes` of each
 * kind corrected. Pinned engagements keep their minutes, which are promised. Nothing learned: the portfolio as it is.
 */
export function correctScores(scores: PortfolioScore, learned: Learned): PortfolioScore {
  const given: readonly ScoredAccount[] = scores.portfolio.accounts;
  const accounts = given.map((account): ScoredAccount => {
    const probability = recalibrated(learned.loss, account.loss.probability);
    return probability === account.loss.probability ? account : { ...account, loss: { ...account.loss, probability } };
  });
  const engagements = scores.portfolio.engagements.map((engagement) => corrected(engagement, learned));
  return {
    ...scores,
    portfolio: { ...scores.portfolio, accounts, engagements },
    expectedLoss: roundHalfUp(accounts.reduce((sum, { stake, loss }) => sum + loss.probability * stake, 0)),
  };
}

function corrected(engagement: Engagement, { kinds }: Learned): Engagement {
  const factors = Object.hasOwn(kinds, engagement.kind) ? kinds[engagement.kind] : undefined;
  if (factors === undefined) return engagement;
  const minutes = Math.round((engagement.minutes * factors.minutes) / STEP) * STEP;
  const keeps = engagement.pinned !== null || factors.minutes === 1;
  return {
    ...engagement,
    show: Math.min(1, engagement.show * factors.show),
    effect: Math.min(1, engagement.effect * factors.effect),
    minutes: keeps ? engagement.minutes : Math.min(MOST, Math.max(LEAST, minutes)),
  };
}
