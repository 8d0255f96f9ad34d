import { z } from 'zod';

/** Money in integer minor units (cents). One stake is at most 10^12 so that sums stay exact in a double. */
export const Money = z
  .int('use whole minor units (cents)')
  .min(0, 'use 0 or more')
  .max(1e12, 'use at most 1e12 minor units');
/** Largest total stake of a portfolio, minor units: 60 × this is still an exact integer, as the certificate needs. */
export const MAX_TOTAL_STAKE = 1e14;
export const Probability = z.number().min(0, 'use 0 to 1').max(1, 'use 0 to 1');
export const Minutes = z.int('use whole minutes');

/** ISO 8601 instant with a zone designator or offset; seconds are optional. */
export const Instant = z.iso.datetime({
  offset: true,
  error: 'use an ISO 8601 instant with zone, such as 2026-11-23T06:00:00Z',
});
/** Calendar date, no zone. */
export const LocalDate = z.iso.date('use a calendar date such as 2026-11-23');
/** Wall-clock time; `24:00` is the end of the day. */
export const LocalTime = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'use a wall-clock time such as 09:00; 24:00 ends the day');
export const Weekday = z.enum(['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su']);
export type Weekday = z.infer<typeof Weekday>;

/** IANA time zone name known to this runtime, such as Europe/Berlin. */
export const TimeZone = z.string().max(64).refine(isTimeZone, 'use an IANA time zone name such as Europe/Berlin');

/** ISO 3166-1 country or 3166-2 subdivision, such as DE or US-FL. */
export const Jurisdiction = z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'use an ISO 3166 code such as DE or US-FL');
export const Currency = z.string().regex(/^[A-Z]{3}$/, 'use an ISO 4217 code such as USD');
/** BCP 47 primary language, lower case, such as de. */
export const Language = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'use a BCP 47 language such as de or pt-BR');
/** A short label of the caller's own: skill, team, role, group, kind. No control characters, no leading formula sign. */
export const Label = z
  .string()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N} ._:&/()+-]{0,63}$/u,
    'use 1 to 64 letters, digits, spaces or . _ : & / ( ) + - and start with a letter or digit',
  );

/** Hours on some weekdays, in the owner's own zone. `from` is before `to`; a night shift is written as two entries. */
export const WeeklyHours = z
  .strictObject({ days: z.array(Weekday).min(1, 'name at least one day').max(7), from: LocalTime, to: LocalTime })
  .refine((hours) => hours.from < hours.to, {
    path: ['to'],
    error: 'let `to` be later than `from`; write a night shift as two entries',
  });
export type WeeklyHours = z.infer<typeof WeeklyHours>;

const knownZones = new Map<string, boolean>();
function isTimeZone(name: string): boolean {
  const known = knownZones.get(name);
  if (known !== undefined) return known;
  const valid = /^[A-Za-z]/.test(name) && accepted(name);
  knownZones.set(name, valid);
  return valid;
}
function accepted(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
