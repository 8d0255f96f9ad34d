import type { Fixed } from './rep-day-table.ts';

/** Limits of the rep-day being solved. Minutes are epoch minutes. */
export interface DayLimits {
  readonly slots: number;
  /** Epoch minute of slot 0 of the span. */
  readonly from: number;
  readonly slotMinutes: number;
  readonly capMinutes: number;
  readonly capCount: number;
  readonly breakAfter: number;
  /** 0: the rule cannot bind, since every gap is long enough. */
  readonly breakMinutes: number;
  readonly fixed: readonly Fixed[];
  readonly pinnedMinutes: number;
  /** Price of a minute and of an engagement of the day. */
  readonly minutePrice: number;
  readonly countPrice: number;
}
