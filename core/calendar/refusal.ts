import type { Account, Engagement, Horizon } from '../model/portfolio.ts';
import { dateOf, dayOf } from './day.ts';
import type { Minute } from './minute.ts';
import type { Pack } from './pack.ts';
import { packRules } from './pack-rules.ts';
import { placesOf } from './place.ts';
import { dayStart } from './zone.ts';

/** Why nobody may meet the customer at all, whatever the rep and the time. */
export interface Refusal {
  readonly rule: 'objection' | 'consent' | 'silence';
  /** The shape of a Reason of the plan. */
  readonly detail: {
    readonly code: string;
    readonly numbers: Readonly<Record<string, number>>;
    readonly refs: Readonly<Record<string, string>>;
  };
}

/** Rule `objection`: absolute, on every channel, requested or not. */
export function objection(account: Account): Refusal | null {
  return account.contact.objected ? refusal('objection', 'objection', {}, { account: account.id }) : null;
}

/**
 * Rule `consent`: a channel the customer said no to; or one where a pack wants a yes and there is none. A pack's opt-in is in
 * force when the horizon reaches its first day.
 */
export function consent(
  account: Account,
  engagement: Engagement,
  horizon: Horizon,
  packs: readonly Pack[],
): Refusal | null {
  const { channel } = engagement;
  const given = account.contact.consent[channel]?.given;
  if (given === true) return null;
  if (given === false) return refusal('consent', 'consent', {}, { channel });
  if (!account.contact.consumer || account.contact.runningContract) return null;
  const lastDay = dayOf(horizon.start) + horizon.days - 1;
  for (const place of placesOf(account)) {
    for (const { jurisdiction, rule } of packRules('optIn', account, place.jurisdiction, packs)) {
      const { channels, since } = rule.value;
      if (channels.includes(channel) && lastDay >= dayOf(since)) {
        return refusal('consent', 'consent', {}, { channel, jurisdiction, since });
      }
    }
  }
  return null;
}

/** The end of the silence after a refusal: the first instant of the day after, in the place where it lasts longest. */
export interface Silence {
  readonly until: Minute;
  readonly days: number;
  readonly jurisdiction: string;
  /** First day on which contact is allowed again. */
  readonly date: string;
}

/** Rule `silence`: the day of the refusal and the pack's whole days after it. Null: no refusal, or no pack asks for any. */
export function silenceOf(account: Account, packs: readonly Pack[]): Silence | null {
  const { refusedAt } = account.contact;
  if (refusedAt === undefined) return null;
  let longest: Silence | null = null;
  for (const place of placesOf(account)) {
    for (const { jurisdiction, rule } of packRules('silenceDays', account, place.jurisdiction, packs)) {
      const day = dayOf(refusedAt) + rule.value + 1;
      const until = dayStart(place.timeZone, day);
      if (longest === null || until > longest.until)
        longest = { until, days: rule.value, jurisdiction, date: dateOf(day) };
    }
  }
  return longest;
}

/** The refusal for an engagement that must start before `end` while the silence lasts at least until then. */
export function silenced(silence: Silence | null, end: Minute): Refusal | null {
  if (silence === null || silence.until < end) return null;
  const { days, jurisdiction, date } = silence;
  return refusal('silence', 'silence-after-refusal', { days }, { jurisdiction, until: date });
}

function refusal(
  rule: Refusal['rule'],
  code: string,
  numbers: Readonly<Record<string, number>>,
  refs: Readonly<Record<string, string>>,
): Refusal {
  return { rule, detail: { code, numbers, refs } };
}
