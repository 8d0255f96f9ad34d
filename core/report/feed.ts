import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { epochMinutes } from '../calendar/minute.ts';
import type { Assignment, Plan } from '../model/plan.ts';
import type { Engagement, Portfolio, Rep } from '../model/portfolio.ts';
import { money } from './amount.ts';
import { inertLine } from './inert.ts';
import { byText } from './plan-view.ts';
import { meetingReasons, type ReasonSource, reasonSource } from './reason-texts.ts';

export interface FeedInput {
  readonly rep: Rep;
  readonly plan: Plan;
  readonly portfolio: Portfolio;
  readonly tenant: string;
  /** Of the plan head that is shown: it only grows, so a plan that came back is newer than the one it replaces. Absent: asOf counts. */
  readonly version?: number;
  /** Title of the calendar; absent: the rep's id. */
  readonly name?: string;
}

const REFRESH_SECONDS = 3_600;

/**
 * The calendar of one rep as RFC 5545 text, CR LF ended and folded. Instants in UTC, which every program shows in its own
 * zone. The same meeting keeps its UID from plan to plan; SEQUENCE is the version, DTSTAMP comes from asOf, so a newer plan
 * updates an older one. Accounts appear by id alone: feeds are copied into programs nobody controls.
 */
export function repFeed({ rep, plan, portfolio, tenant, version, name }: FeedInput): string {
  const source = reasonSource({ portfolio, plan });
  const engagements = new Map(portfolio.engagements.map((engagement) => [engagement.id, engagement]));
  const asOf = epochMinutes(portfolio.asOf);
  const meetings = plan.assignments
    .filter((assignment) => assignment.rep === rep.id)
    .toSorted((a, b) => epochMinutes(a.start) - epochMinutes(b.start) || byText(a.engagement, b.engagement));
  const calendar = ical({
    prodId: { company: 'risk-aware-scheduling', product: 'plan', language: 'EN' },
    name: textValue(name ?? `Plan for ${rep.id}`),
    method: ICalCalendarMethod.PUBLISH,
    ttl: REFRESH_SECONDS,
  });
  for (const meeting of meetings) {
    const start = epochMinutes(meeting.start);
    calendar.createEvent({
      id: `${meeting.engagement}.${tenant}@risk-aware-scheduling`,
      stamp: at(asOf),
      sequence: version ?? Math.max(0, asOf),
      start: at(start),
      end: at(start + meeting.minutes),
      summary: summaryOf(meeting, engagements.get(meeting.engagement)),
      description: descriptionOf(meeting, engagements.get(meeting.engagement), source),
      status: ICalEventStatus.CONFIRMED,
    });
  }
  const text = calendar.toString().trimEnd();
  return `${meetings.length === 0 ? text.replace(/END:VCALENDAR$/, `${UTC}\r\nEND:VCALENDAR`) : text}\r\n`;
}

/** TEXT of RFC 5545 section 3.3.11: the library escapes the texts of events, and takes the calendar's name as it is. */
function textValue(text: string): string {
  return inertLine(text).replace(/[\\;,]/g, (character) => `\\${character}`);
}

/** `save-call: A-1 (phone)`. A label may be written from right to left; the isolates keep it from turning the rest. */
function summaryOf(meeting: Assignment, engagement: Engagement | undefined): string {
  return engagement === undefined
    ? meeting.account
    : `${isolate(engagement.kind)}: ${meeting.account} (${engagement.channel})`;
}

function descriptionOf(meeting: Assignment, engagement: Engagement | undefined, source: ReasonSource): string {
  const reasons = meetingReasons(source, meeting).map((text) => `- ${inertLine(text.replaceAll('\u00a0', ' '))}`);
  return [
    `Account ${meeting.account}, engagement ${meeting.engagement}${engagement?.mandatory ? ', mandatory' : ''}`,
    `Protected value ${plainMoney(meeting.value, source.currency)}.`,
    ...(reasons.length > 0 ? ['Why this meeting:', ...reasons] : []),
  ].join('\n');
}

function plainMoney(minor: number, currency: string): string {
  return money(minor, currency).replaceAll('\u00a0', ' ');
}

/** Text in an isolate of its own direction (Unicode TR 9: FSI … PDI). */
function isolate(label: string): string {
  const text = inertLine(label);
  return /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/.test(text) ? `\u2068${text}\u2069` : text;
}

function at(minute: number): Date {
  return new Date(minute * 60_000);
}

/**
 * A calendar needs at least one component (RFC 5545 section 3.6): where there is no meeting, its zone is that one.
 */
const UTC = [
  'BEGIN:VTIMEZONE',
  'TZID:Etc/UTC',
  'BEGIN:STANDARD',
  'DTSTART:19700101T000000',
  'TZOFFSETFROM:+0000',
  'TZOFFSETTO:+0000',
  'TZNAME:UTC',
  'END:STANDARD',
  'END:VTIMEZONE',
].join('\r\n');
