import { type RandomStream, randomStream } from '../numeric/random-stream.ts';

/** What the example's CRM knows about an account; null where the product was never opened. */
export interface ExampleFeatures {
  readonly contract: 'annual' | 'monthly';
  readonly monthsAsCustomer: number;
  readonly ticketsLast90Days: number;
  readonly seatsUsedShare: number | null;
  readonly autoRenews: boolean;
}

export function exampleFeatures(random: RandomStream): ExampleFeatures {
  return {
    contract: random.uniform() < 0.4 ? 'monthly' : 'annual',
    monthsAsCustomer: random.integer(1, 72),
    ticketsLast90Days: Math.floor(-2 * Math.log(1 - random.uniform())),
    seatsUsedShare: random.uniform() < 0.05 ? null : Math.round(100 * random.uniform()) / 100,
    autoRenews: random.uniform() < 0.5,
  };
}

/** Customers of past years with what became of them, for fitting the example's scorecard. */
export function exampleHistory(seed: number, rows = 1_500): { features: ExampleFeatures; lost: 0 | 1 }[] {
  return Array.from({ length: rows }, (_, index) => {
    const random = randomStream(seed, `history/${index}`);
    const features = exampleFeatures(random);
    const { contract, ticketsLast90Days, seatsUsedShare, autoRenews } = features;
    const logOdds =
      -2 +
      (contract === 'monthly' ? 1.4 : 0) +
      0.25 * ticketsLast90Days -
      2 * (seatsUsedShare ?? 0.2) -
      (autoRenews ? 0.6 : 0);
    return { features, lost: random.uniform() < 1 / (1 + Math.exp(-logOdds)) ? 1 : 0 };
  });
}
