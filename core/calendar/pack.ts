import { z } from 'zod';
import { Channel } from '../model/portfolio.ts';
import { Jurisdiction, LocalDate, LocalTime, Weekday } from '../model/units.ts';

/**
 * A jurisdiction pack: contact rules as data, each with its source and the day it was last checked. Product defaults, not
 * legal advice. The schema is for tests and tools; packs ship with the code, so they are not parsed again at run time, and
 * closed sets are refined strings so that a JSON module has exactly this type.
 *
 * A rule without `consumersOnly` holds for everyone. Rules that the source states for calls hold here on every channel:
 * a video meeting or a visit at an hour when a call would be an intrusion is one too, and an e-mail invites to it.
 */
const rule = <T extends z.ZodType>(value: T) =>
  z.strictObject({
    value,
    consumersOnly: z.boolean().optional(),
    source: z.string().min(10),
    checked: LocalDate,
    note: z.string().optional(),
  });

const oneOf = (allowed: z.ZodType<string>) => z.string().refine((value) => allowed.safeParse(value).success);
const weekday = oneOf(Weekday);

/**
 * `01-26`: that day of every year. `01-26+substitute`: and, when it falls on a weekend, the next day that is neither weekend
 * nor holiday. `easter+1`, `easter-2`: days from Easter Sunday.
 */
const Holiday = z.strictObject({
  name: z.string(),
  on: z.string().regex(/^((0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(\+substitute)?|easter[+-]\d{1,2})$/),
});

export const Pack = z.strictObject({
  /** `*` is the general pack. */
  jurisdiction: z.union([z.literal('*'), Jurisdiction]),
  name: z.string(),
  rules: z.strictObject({
    /** The only hours in which a customer may be met, in the customer's zone. */
    hours: rule(z.array(z.strictObject({ days: z.array(weekday).min(1), from: LocalTime, to: LocalTime })).min(1))
      .extend({
        /** Where the account gives its own hours, their weekdays take the place of `days`. */
        accountDays: z.boolean().optional(),
      })
      .optional(),
    /** Days on which `hours` of this pack do not hold at all. */
    holidays: rule(z.array(Holiday).min(1)).optional(),
    caps: rule(z.array(z.strictObject({ touches: z.int().min(0), days: z.int().min(1).max(366) })).min(1)).optional(),
    /** Whole days after the day of a refusal. */
    silenceDays: rule(z.int().min(1).max(3660)).optional(),
    /** Channels on which a consumer without a running contract must have said yes, from `since` on. */
    optIn: rule(z.strictObject({ channels: z.array(oneOf(Channel)).min(1), since: LocalDate })).optional(),
  }),
});
export type Pack = z.infer<typeof Pack>;
