/** What is believed of one kind of conversation, with an interval that holds the truth with chance `INTERVAL`. */
export interface KindEstimate {
  readonly kind: string;
  /** Observations of this kind alone. */
  readonly count: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Credibility of every interval in this room, equal tails. */
export const INTERVAL = 0.95;
export const LOWER = (1 - INTERVAL) / 2;
export const UPPER = 1 - LOWER;
