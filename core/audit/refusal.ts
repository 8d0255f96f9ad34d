import type { Account, Channel } from '../model/portfolio.ts';
import type { AuditContext } from './context.ts';
import { holding } from './place.ts';
import { localDay, plusDays } from './zone.ts';

/** Why the channel is not allowed, or null: the customer said no, or had to say yes and did not. */
export function consentMissing(account: Account, channel: Channel, context: AuditContext): string | null {
  const given = account.contact.consent[channel]?.given;
  if (given === false) return `no consent for ${channel}`;
  if (given === true || !account.contact.consumer || account.contact.runningContract) return null;
  const lastDay = context.days.at(-1) ?? '';
  const asked = context
    .places(account)
    .flatMap((place) => holding('optIn', account, place))
    .find(({ value }) => value.channels.includes(channel) && value.since <= lastDay);
  return asked === undefined ? null : `no opt-in for ${channel}, needed since ${asked.value.since} (${asked.source})`;
}

/** First minute after the silence that a refusal brings, at the place where it lasts longest; null: none. */
export function silenceEnd(account: Account, context: AuditContext): number | null {
  const { refusedAt } = account.contact;
  if (refusedAt === undefined) return null;
  const ends = context
    .places(account)
    .flatMap((place) =>
      holding('silenceDays', account, place).map(
        ({ value }) => localDay(place.timeZone, plusDays(refusedAt, value + 1)).from,
      ),
    );
  return ends.length === 0 ? null : Math.max(...ends);
}
