/**
 * `time`: hours, windows, skills and nothing else; `all`: every rule of the default policy, several engagements per account;
 * `count`: default policy, short meetings, and reps that are all alike and full by number, not by time.
 */
export type Rules = 'time' | 'all' | 'count';

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
/** Meetings a rep may have a day in the families `count`. */
export const COUNT_CAP = 6;

/** What the parts of one block are made from. */
export interface BlockPlan {
  readonly family: Family;
  readonly seed: number;
  readonly block: number;
  readonly size: number;
  /** Minutes of meetings a rep can hold a day, to size the team. */
  readonly repMinutes: number;
}
