import { dayOf, weekdayOf } from '../../calendar/day.ts';
import type { Assignment } from '../../model/plan.ts';
import type { Rep } from '../../model/portfolio.ts';
import { type Html, html } from '../html.ts';
import { clock, localTime, shortDate } from '../local-time.ts';
import { clipped } from './dumbbells.ts';
import { px } from './scale.ts';

const AXIS = 44;
const HEAD = 24;
const FREE_DAY = 46;
/** What the days share on a wide screen, and the least and most one of them gets. */
const WIDTH = 984;
const LEAST_DAY = 110;
const MOST_DAY = 180;
/** Height of an hour, and how far it grows so that the shortest meeting has room for its label. */
const LEAST_HOUR = 34;
const MOST_HOUR = 60;
/** A label and the line between two meetings. */
const LABEL = 14;

interface Span {
  readonly from: number;
  readonly to: number;
}
interface Day {
  readonly date: string;
  readonly hours: readonly Span[];
  readonly busy: readonly Span[];
  readonly leave: boolean;
  readonly meetings: readonly { readonly assignment: Assignment; readonly from: number }[];
}

/** The days of one rep on the rep's own wall clock: working hours, busy blocks, leave, meetings. */
export function repCalendar(rep: Rep, dates: readonly string[], assignments: readonly Assignment[]): Html {
  const days = daysOf(rep, dates, assignments);
  const spans = days.flatMap((day) => [
    ...day.hours,
    ...day.meetings.map(({ from, assignment }) => ({ from, to: from + assignment.minutes })),
  ]);
  const first = Math.floor(Math.min(24 * 60, ...spans.map((span) => span.from)) / 60);
  const last = Math.ceil(Math.max(0, ...spans.map((span) => span.to)) / 60);
  if (first >= last) return html`<p class="soft">No working hours in these days.</p>`;
  const workdays = days.filter((day) => !isFree(day)).length;
  const shared = Math.floor((WIDTH - (days.length - workdays) * FREE_DAY) / Math.max(1, workdays));
  const workday = Math.min(MOST_DAY, Math.max(LEAST_DAY, shared));
  const shortest = assignments.reduce((least, { minutes }) => Math.min(least, minutes), 60);
  const hour = Math.min(MOST_HOUR, Math.max(LEAST_HOUR, Math.ceil((60 * LABEL) / shortest)));
  const widthOf = (day: Day) => (isFree(day) ? FREE_DAY : workday);
  const lefts: number[] = [];
  let width = AXIS;
  for (const day of days) {
    lefts.push(width);
    width += widthOf(day);
  }
  const height = HEAD + (last - first) * hour + 2;
  const y = (minute: number) => HEAD + ((minute - first * 60) / 60) * hour;
  const box = (span: Span, x: number, w: number, mark: string) => {
    const from = Math.max(span.from, first * 60);
    const to = Math.min(span.to, last * 60);
    return to > from
      ? html`<rect x="${px(x)}" y="${px(y(from))}" width="${px(w)}" height="${px(y(to) - y(from))}" class="${mark}"/>`
      : null;
  };
  return html`<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img"
 aria-label="Calendar of ${rep.id}; the meetings are listed below">
${days.map((day, index) => {
  const x = lefts[index] ?? AXIS;
  const w = widthOf(day) - 4;
  return html`<rect x="${x}" y="${HEAD}" width="${w}" height="${height - HEAD - 2}" class="away"/>
<text x="${px(x + w / 2)}" y="15" class="middle tiny ${day.hours.length === 0 || day.leave ? 'soft' : 'bold'}">${
    day.hours.length === 0 ? shortDate(day.date).slice(0, 6) : shortDate(day.date)
  }</text>
${day.leave ? null : day.hours.map((span) => box(span, x, w, 'hours'))}
${day.busy.map((span) => box(span, x, w, 'busy'))}${
  day.leave && day.hours.length > 0
    ? html`<text x="${px(x + w / 2)}" y="${HEAD + 24}" class="middle tiny soft">on leave</text>`
    : null
}`;
})}
${Array.from({ length: last - first + 1 }, (_, index) => {
  const at = HEAD + index * hour;
  return html`<line x1="${AXIS}" x2="${width - 4}" y1="${at}" y2="${at}" class="s-line"/>${
    index < last - first &&
    html`<text x="${AXIS - 8}" y="${at + 11}" class="tiny soft end">${clock((first + index) * 60)}</text>`
  }`;
})}
${days.map((day, index) => {
  const x = (lefts[index] ?? AXIS) + 1;
  const w = widthOf(day) - 6;
  return day.meetings.map(({ assignment, from }) => {
    const high = Math.max(9, (assignment.minutes / 60) * hour - 1);
    return html`<g><title>${assignment.account}, ${clock(from)}, ${assignment.minutes} min${assignment.pinned ? ', pinned' : ''}</title>
<rect x="${x}" y="${px(y(from) + 0.5)}" width="${w}" height="${px(high)}" rx="4" class="${assignment.pinned ? 'pinned' : 'meeting'}"/>${
      high >= 13 &&
      html`<text x="${x + 6}" y="${px(y(from) + Math.min(high / 2 + 4.5, 14))}" class="${assignment.pinned ? 'on-pinned' : 'on'}">${clipped(assignment.account, Math.floor((w - 8) / 6.4))}</text>`
    }</g>`;
  });
})}
</svg>`;
}

function isFree(day: Day): boolean {
  return day.hours.length === 0 && day.meetings.length === 0;
}

function daysOf(rep: Rep, dates: readonly string[], assignments: readonly Assignment[]): Day[] {
  const busy = rep.busy.map((block) => ({
    from: localTime(block.from, rep.timeZone),
    to: localTime(block.to, rep.timeZone),
  }));
  const meetings = Map.groupBy(
    assignments.map((assignment) => ({ assignment, at: localTime(assignment.start, rep.timeZone) })),
    ({ at }) => at.date,
  );
  return dates.map((date) => {
    const name = weekdayOf(dayOf(date));
    return {
      date,
      hours: rep.hours
        .filter((hours) => hours.days.some((day) => day === name))
        .map((hours) => ({ from: minuteOf(hours.from), to: minuteOf(hours.to) })),
      busy: busy
        .filter((block) => block.from.date <= date && date <= block.to.date)
        .map((block) => ({
          from: block.from.date < date ? 0 : block.from.minute,
          to: block.to.date > date ? 24 * 60 : block.to.minute,
        })),
      leave: rep.leave.some((leave) => leave.from <= date && date <= leave.to),
      meetings: (meetings.get(date) ?? []).map(({ assignment, at }) => ({ assignment, from: at.minute })),
    };
  });
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}
