/**
 * `time`: hours, windows, skills and nothing else; `all`: every rule of the default policy, several engagements per account;
 * the others: default policy, short meetings, and reps that are all alike (`ALIKE`), full by number (`count`), by minutes
 * (`minutes`), or by both, in three time zones, where what is longer is worth more (`mixed`).
 */
export type Rules = 'time' | 'all' | 'count' | 'minutes' | 'mixed';

/** What a rep may hold a day where all reps are alike, and what asks for it. */
export const ALIKE: Readonly<Partial<Record<Rules, Alike>>> = {
  count: { engagements: 6, minutes: 1_440, lengths: [15, 15, 30, 45], zones: 1, longerIsMore: false },
  minutes: { engagements: 100, minutes: 150, lengths: [15, 30, 30, 45], zones: 1, longerIsMore: false },
  mixed: { engagements: 6, minutes: 225, lengths: [15, 15, 30, 45], zones: 3, longerIsMore: true },
};

export interface Alike {
  readonly engagements: number;
  readonly minutes: number;
  readonly lengths: readonly [number, number, number, number];
  readonly zones: number;
  readonly longerIsMore: boolean;
}

/** What an instance is like. Equal families and seeds give equal portfolios on every machine. */
export interface Family {
  readonly name: string;
  readonly engagements: number;
  readonly rules: Rules;
  /** Minutes asked for over minutes there are. */
  readonly load: number;
  /** Shares of engagements that need a skill few have, and whose window is one or two days. */
  readonly scarce: number;
  readonly tight: number;
  /** Share of accounts with two or three engagements; a quarter of them have three. */
  readonly several: number;
  /** Blocks that share nobody; engagements are split among them. */
  readonly blocks: number;
}

export const HORIZON_START = '2026-11-23';
export const HORIZON_DAYS = 5;
/** Mean length of an engagement and of a rep's working day, minutes; they turn a load into a number of reps. */
export const MEAN_MINUTES = 52;
export const DAY_MINUTES = 480;

/** What the parts of one block are made from. */
export interface BlockPlan {
  readonly family: Family;
  readonly seed: number;
  readonly block: number;
  readonly size: number;
  /** Minutes of meetings a rep can hold a day, to size the team. */
  readonly repMinutes: number;
}
