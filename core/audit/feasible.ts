import type { Account, Engagement, Rep } from '../model/portfolio.ts';
import { type AuditContext, remembered } from './context.ts';
import { accountCalendars, callingCalendars } from './customer-hours.ts';
import { noticeEnd } from './notice-end.ts';
import { openBetween } from './opening.ts';
import { consentMissing, silenceEnd } from './refusal.ts';
import type { PricedRep } from './rep-prices.ts';
import { common, type Span } from './span.ts';
import { type Cap, capsOf, standingTouches } from './touches.ts';
import { localDay, plusDays } from './zone.ts';

/** Every place that the rules about one engagement and one rep alone leave to an unpinned engagement. */
export interface Feasible {
  readonly reps: readonly PricedRep[];
  /** Spans of starts, both ends on the minute, `to` excluded; sorted and disjoint. */
  readonly starts: readonly Span[];
  /** Whether a start is refused by the touches that stand. */
  readonly blocked: (start: number) => boolean;
}

export type FeasibleOf = (engagement: Engagement, account: Account) => Feasible | null;

/** Keeps what engagements share: reps by requirement, hours by kind of account. */
export function feasiblePlaces(context: AuditContext, priced: ReadonlyMap<string, PricedRep>): FeasibleOf {
  const repsOf = new Map<string, readonly PricedRep[]>();
  const hoursOf = new Map<string, { readonly open: readonly Span[]; readonly noticed: number }>();
  return (engagement, account) => {
    if (account.contact.objected || consentMissing(account, engagement.channel, context) !== null) return null;
    const { skills, languages, roles, teams } = engagement;
    const reps = remembered(repsOf, JSON.stringify([skills, languages, roles, teams]), () =>
      [...priced.values()].filter(({ rep }) => fits(engagement, rep)),
    );
    const { timeZone, jurisdiction, alternatives, hours, closed, contact } = account;
    const key = JSON.stringify([timeZone, jurisdiction, alternatives, hours, closed, contact.consumer]);
    const { open, noticed } = remembered(hoursOf, key, () => ({
      open: openHours(context, account),
      noticed: noticedFrom(context, account),
    }));
    const from = Math.max(
      context.asOf,
      localDay(timeZone, engagement.earliest).from,
      engagement.requested ? context.asOf : noticed,
      silenceEnd(account, context) ?? context.asOf,
    );
    const to = localDay(timeZone, engagement.due).to;
    const starts = open.flatMap((span) => {
      const start = { from: Math.max(span.from, from), to: Math.min(span.to - engagement.minutes + 1, to) };
      return start.from < start.to ? [start] : [];
    });
    const standing = standingTouches(account, context);
    const caps = capsOf(account, context);
    const gap = context.policy.contact.minimumGapHours * 60;
    const never = caps.some((cap) => cap.touches === 0);
    const blocked = standing.length === 0 ? () => never : (start: number) => breaks(start, standing, caps, gap);
    return { reps, starts, blocked };
  };
}

/** Rules skill, language, role and team. */
function fits(engagement: Engagement, rep: Rep): boolean {
  return (
    engagement.skills.every((needed) => rep.skills.includes(needed)) &&
    (engagement.languages.length === 0 || engagement.languages.some((spoken) => rep.languages.includes(spoken))) &&
    (engagement.roles.length === 0 || (rep.role !== undefined && engagement.roles.includes(rep.role))) &&
    (engagement.teams.length === 0 || engagement.teams.includes(rep.team))
  );
}

/** Account hours and calling hours at all places, over every instant the horizon has in any zone. */
function openHours(context: AuditContext, account: Account): readonly Span[] {
  const first = plusDays(context.portfolio.horizon.start, -2);
  const last = plusDays(context.portfolio.horizon.start, context.portfolio.horizon.days + 1);
  const calendars = [...accountCalendars(account, context), ...callingCalendars(account, context)];
  return calendars
    .map(({ timeZone, hours, closed }) => openBetween(timeZone, hours, first, last, closed))
    .reduce(common);
}

function noticedFrom(context: AuditContext, account: Account): number {
  const minutes = context.policy.contact.noticeBusinessHours * 60;
  return Math.max(
    ...accountCalendars(account, context).map((each) => noticeEnd(each, context.asOf, minutes, context.end)),
  );
}

/** Whether one more touch at `start` breaks the gap or a cap together with those that stand. */
function breaks(start: number, standing: readonly number[], caps: readonly Cap[], gap: number): boolean {
  if (standing.some((at) => Math.abs(at - start) < gap)) return true;
  const touches = [...standing, start];
  return caps.some((cap) =>
    touches.some((from) => {
      const end = from + cap.days * 1440;
      return from <= start && start < end && touches.filter((at) => from <= at && at < end).length > cap.touches;
    }),
  );
}
