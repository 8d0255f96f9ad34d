import { z } from 'zod';

/** A column of the file, by the name in its header. */
export const Column = z.string().min(1, 'name a column of the file').max(200);
const Scalar = z.union([z.string().max(200), z.number(), z.boolean()]);

export const Decimal = z.enum(['.', ',']);
/** `' '` stands for every blank a number is grouped with, no-break and thin ones too; `"'"` also for ’. */
export const Thousands = z.enum(['.', ',', ' ', "'"]);
/**
 * How a date is written. Day and month may have one digit, a year has four; a time of day may follow. `excel-serial` is
 * Excel's number of a day in the 1900 system (46387 is 2026-12-31), from 61 on: before March 1900 Excel's count is wrong.
 */
export const DateFormat = z.enum([
  'YYYY-MM-DD',
  'DD.MM.YYYY',
  'DD/MM/YYYY',
  'MM/DD/YYYY',
  'DD-MM-YYYY',
  'YYYY/MM/DD',
  'YYYYMMDD',
  'excel-serial',
]);
export type DateFormat = z.infer<typeof DateFormat>;

/** How numbers are written. Nothing is guessed: a number that is written in another way is refused. */
export interface NumberFormat {
  readonly decimal: z.infer<typeof Decimal>;
  /** Between groups of three digits, which are then whole; absent: none is taken. */
  readonly thousands?: z.infer<typeof Thousands> | undefined;
}

export const TWO_MEANINGS = { path: ['thousands'], error: 'let `thousands` be another character than `decimal`' };

/** The same value for every row. */
const Constant = z.strictObject({ constant: Scalar });

/**
 * A value from a cell. `values` translates the text first, whole and with its case; what is not in it is an error, or
 * `otherwise` where that is given, which also stands in for blank cells. Then the text is read as `type`:
 *
 * - `text`
 * - `number`: plus + times · x, written as `decimal` and `thousands` say, of the cell or else of `csv`; a cell that gives
 *   either is read by its own two alone. `unit` may stand before or behind it, such as EUR or $
 * - `whole`: the same, rounded half away from zero
 * - `percent`: the same of a share, 0.35 for `35 %`; a cell without the sign is refused, since it may be a share already
 * - `yes-no`: true, yes, y, 1 or false, no, n, 0, whatever the case
 * - `date`: a calendar date as `dateFormat` says, of the cell or else of `csv`, also as the head of a timestamp
 * - `pseudonym`: `prefix` and 24 hexadecimal digits of a SHA-256 of the text, for ids the contract does not allow or
 *   nobody should read
 */
const Cell = z
  .strictObject({
    column: Column,
    type: z.enum(['text', 'number', 'whole', 'percent', 'yes-no', 'date', 'pseudonym']).default('text'),
    values: z.record(z.string(), Scalar).optional(),
    otherwise: Scalar.optional(),
    times: z.number().default(1),
    plus: z.number().default(0),
    decimal: Decimal.optional(),
    thousands: Thousands.optional(),
    unit: z
      .string()
      .regex(/^[\p{L}\p{Sc}][\p{L}\p{Sc}.]{0,7}$/u, 'use a currency or unit of letters and signs, such as EUR or $')
      .optional(),
    dateFormat: DateFormat.optional(),
    prefix: z.string().max(32).default(''),
  })
  .refine(({ decimal = '.', thousands }) => decimal !== thousands, TWO_MEANINGS);

export const ImportSource = z.union([Constant, Cell]);
export type ImportSource = z.infer<typeof ImportSource>;
export type ImportCell = z.infer<typeof Cell>;
